package main

import (
	"context"
	"crypto/tls"
	"testing"
	"time"

	"github.com/vmware/govmomi"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/simulator/vpx"
	"github.com/vmware/govmomi/vim25"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/types"
)

const (
	editors  = 8
	edits    = 500 // of each
	deadline = 40 * time.Second
)

// A list is edited by several at once while a long poll watches it. With the simulator's own collector this stops for ever in most runs.
func TestEditsOfAViewGoOnWhileItIsWatched(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	client := connect(ctx, t)
	view, collector, machine := watch(ctx, t, client)

	edited := make(chan error, editors)
	for range editors {
		go func() { edited <- editAgainAndAgain(ctx, client, view, machine) }()
	}
	for left := editors; left > 0; {
		select {
		case err := <-edited:
			if err != nil {
				t.Fatal(err)
			}
			left--
		default:
			poll(ctx, t, client, collector, "-")
		}
	}
}

func editAgainAndAgain(ctx context.Context, client *vim25.Client, view, machine types.ManagedObjectReference) error {
	refs := []types.ManagedObjectReference{machine}
	for range edits {
		if _, err := methods.ModifyListView(ctx, client, &types.ModifyListView{This: view, Add: refs}); err != nil {
			return err
		}
		if _, err := methods.ModifyListView(ctx, client, &types.ModifyListView{This: view, Remove: refs}); err != nil {
			return err
		}
	}
	return nil
}

// What an edit adds is told by the poll that is under way; what a later edit brings back is told again.
func TestAnEditIsToldByThePollThatIsUnderWay(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	client := connect(ctx, t)
	view, collector, machine := watch(ctx, t, client)
	for range 20 {
		if _, err := methods.ModifyListView(ctx, client, &types.ModifyListView{This: view, Add: []types.ManagedObjectReference{machine}}); err != nil {
			t.Fatal(err)
		}
		for entered := false; !entered; {
			set := poll(ctx, t, client, collector, "-")
			if set == nil {
				t.Fatal("the poll ended and had not told of what was added")
			}
			for _, filter := range set.FilterSet {
				for _, update := range filter.ObjectSet {
					entered = entered || update.Obj == machine && update.Kind == types.ObjectUpdateKindEnter
				}
			}
		}
		if _, err := methods.ModifyListView(ctx, client, &types.ModifyListView{This: view, Remove: []types.ManagedObjectReference{machine}}); err != nil {
			t.Fatal(err)
		}
		for pollFor(ctx, t, client, collector, "-", 0) != nil { // until nothing is left to tell
		}
	}
}

func connect(ctx context.Context, t *testing.T) *vim25.Client {
	t.Helper()
	model := simulator.VPX()
	t.Cleanup(model.Remove)
	if err := model.Create(); err != nil {
		t.Fatal(err)
	}
	useOwnPropertyCollector(model.Service)
	model.Service.TLS = new(tls.Config)
	server := model.Service.NewServer() // not closed: that waits for polls
	client, err := govmomi.NewClient(ctx, server.URL, true)
	if err != nil {
		t.Fatal(err)
	}
	return client.Client
}

// watch makes a list, and a collector that has told once what is in it: nothing. It also names a machine.
func watch(ctx context.Context, t *testing.T, client *vim25.Client) (view, collector, machine types.ManagedObjectReference) {
	t.Helper()
	made, err := methods.CreatePropertyCollector(ctx, client, &types.CreatePropertyCollector{This: vpx.ServiceContent.PropertyCollector})
	if err != nil {
		t.Fatal(err)
	}
	list, err := methods.CreateListView(ctx, client, &types.CreateListView{This: *vpx.ServiceContent.ViewManager})
	if err != nil {
		t.Fatal(err)
	}
	view, collector = list.Returnval, made.Returnval
	spec := types.PropertyFilterSpec{
		PropSet: []types.PropertySpec{{Type: "VirtualMachine", PathSet: []string{"name"}}},
		ObjectSet: []types.ObjectSpec{{
			Obj: view, Skip: types.NewBool(true), SelectSet: []types.BaseSelectionSpec{&types.TraversalSpec{Type: "ListView", Path: "view"}},
		}},
	}
	if _, err := methods.CreateFilter(ctx, client, &types.CreateFilter{This: collector, Spec: spec}); err != nil {
		t.Fatal(err)
	}
	poll(ctx, t, client, collector, "")
	index := *vpx.ServiceContent.SearchIndex
	found, err := methods.FindByInventoryPath(ctx, client, &types.FindByInventoryPath{This: index, InventoryPath: "/DC0/vm/DC0_H0_VM0"})
	if err != nil || found.Returnval == nil {
		t.Fatal("no machine to watch", err)
	}
	return view, collector, *found.Returnval
}

// poll waits for two seconds at most; nil says that there was nothing to tell.
func poll(ctx context.Context, t *testing.T, client *vim25.Client, collector types.ManagedObjectReference, version string) *types.UpdateSet {
	t.Helper()
	return pollFor(ctx, t, client, collector, version, 2)
}

func pollFor(ctx context.Context, t *testing.T, client *vim25.Client, collector types.ManagedObjectReference, version string, seconds int32) *types.UpdateSet {
	t.Helper()
	limit := types.WaitOptions{MaxWaitSeconds: types.NewInt32(seconds)}
	res, err := methods.WaitForUpdatesEx(ctx, client, &types.WaitForUpdatesEx{This: collector, Version: version, Options: &limit})
	if err != nil {
		t.Fatal(err)
	}
	return res.Returnval
}
