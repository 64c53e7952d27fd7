// Command vcsim serves govmomi's vCenter simulator on loopback, with the templates, tags and content library that it is asked for.
//
// It prints a line for each tag with its id, then its URL, then the SHA-256 of its certificate, and serves until it is told to end.
package main

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"flag"
	"fmt"
	"log"
	"net/url"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"github.com/vmware/govmomi"
	"github.com/vmware/govmomi/find"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"

	_ "github.com/vmware/govmomi/cns/simulator"
	_ "github.com/vmware/govmomi/eam/simulator"
	_ "github.com/vmware/govmomi/lookup/simulator"
	_ "github.com/vmware/govmomi/pbm/simulator"
	_ "github.com/vmware/govmomi/ssoadmin/simulator"
	_ "github.com/vmware/govmomi/sts/simulator"
	_ "github.com/vmware/govmomi/vapi/cluster/simulator"
	_ "github.com/vmware/govmomi/vapi/simulator"
)

type names []string

func (n *names) String() string     { return strings.Join(*n, ",") }
func (n *names) Set(v string) error { *n = append(*n, v); return nil }

// taskNames are those by which the simulator knows the tasks of a method.
var taskNames = map[string]string{
	"CloneVM_Task": "CloneVm", "ReconfigVM_Task": "ReconfigVm", "PowerOnVM_Task": "PowerOn", "PowerOffVM_Task": "PowerOff", "Destroy_Task": "Destroy",
}

type delays map[string]int

func (d delays) String() string { return fmt.Sprint(map[string]int(d)) }
func (d delays) Set(v string) error {
	method, text, _ := strings.Cut(v, "=")
	name, known := taskNames[method]
	ms, err := strconv.Atoi(text)
	if !known || err != nil {
		return fmt.Errorf("expected METHOD=MILLISECONDS, with a method of %v", taskNames)
	}
	d[name] = ms
	return nil
}

func main() {
	listen := flag.String("l", "127.0.0.1:0", "address to listen on")
	var templates names
	flag.Var(&templates, "template", "name of a template to begin with; may be repeated")
	var tags names
	flag.Var(&tags, "tag", "a tag to begin with, as CATEGORY/NAME; may be repeated")
	library := flag.String("library", "", "name of a content library to begin with; it has an item TEMPLATE"+imageSuffix+" for every template")
	delays := delays{}
	flag.Var(delays, "delay", "how long a task takes, as CloneVM_Task=4000, in milliseconds; may be repeated")
	flag.Parse()
	if err := serve(*listen, templates, tags, *library, delays); err != nil {
		log.Fatal(err)
	}
}

func serve(listen string, templates, tags names, library string, delays delays) error {
	model := simulator.VPX()
	model.Machine = 1
	defer model.Remove()
	if err := model.Create(); err != nil {
		return err
	}
	// The default model says that it is 6.5, which is older than anything that is still supported.
	model.ServiceContent.About.Version = "8.0.3"
	model.ServiceContent.About.ApiVersion = "8.0.3.0"
	useOwnPropertyCollector(model.Service)
	model.Service.RegisterEndpoints = true
	model.Service.TLS = new(tls.Config)
	model.Service.Listen = &url.URL{Host: listen, User: url.UserPassword("user", "pass")}
	server := model.Service.NewServer()
	// It is not closed in the end: that would wait five seconds for those who wait in a long poll.

	if err := addTemplates(server.URL, templates); err != nil {
		return err
	}
	if err := addContent(server.URL, tags, library, templates); err != nil {
		return err
	}
	if len(delays) > 0 {
		delays["LockHandoff"] = 0 // a machine can be read while its task takes its time
		simulator.TaskDelay.MethodDelay = delays
	}
	fmt.Println((&url.URL{Scheme: server.URL.Scheme, Host: server.URL.Host, Path: server.URL.Path}).String())
	fmt.Println("thumbprint " + thumbprint(server.Certificate().Raw))

	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGINT, syscall.SIGTERM)
	<-stop
	return nil
}

// addTemplates makes each template of a machine in the cluster, with a snapshot, so that linked clones can be made of it, and removes the machines
// that the inventory has by default: only templates stay.
func addTemplates(at *url.URL, templates names) error {
	ctx := context.Background()
	client, err := govmomi.NewClient(ctx, at, true)
	if err != nil {
		return err
	}
	finder := find.NewFinder(client.Client)
	datacenter, err := finder.DefaultDatacenter(ctx)
	if err != nil {
		return err
	}
	finder.SetDatacenter(datacenter)
	machines, err := finder.VirtualMachineList(ctx, "*")
	if err != nil {
		return err
	}
	// A clone goes to its source's host, whatever its pool: so the source has to be in the cluster.
	source, err := finder.VirtualMachine(ctx, "DC0_C0_RP0_VM0")
	if err != nil {
		return err
	}
	folder, err := finder.DefaultFolder(ctx)
	if err != nil {
		return err
	}
	for _, name := range templates {
		if err := addTemplate(ctx, source, folder, name); err != nil {
			return fmt.Errorf("template %s: %w", name, err)
		}
	}
	for _, machine := range machines {
		if err := remove(ctx, machine); err != nil {
			return fmt.Errorf("machine %s: %w", machine.Name(), err)
		}
	}
	return client.Logout(ctx)
}

func addTemplate(ctx context.Context, source *object.VirtualMachine, folder *object.Folder, name string) error {
	clone, err := source.Clone(ctx, folder, name, types.VirtualMachineCloneSpec{})
	if err != nil {
		return err
	}
	info, err := clone.WaitForResult(ctx)
	if err != nil {
		return err
	}
	template := object.NewVirtualMachine(source.Client(), info.Result.(types.ManagedObjectReference))
	snapshot, err := template.CreateSnapshot(ctx, "base", "what linked clones are made of", false, false)
	if err != nil {
		return err
	}
	if err := snapshot.Wait(ctx); err != nil {
		return err
	}
	return template.MarkAsTemplate(ctx)
}

func remove(ctx context.Context, machine *object.VirtualMachine) error {
	off, err := machine.PowerOff(ctx)
	if err != nil {
		return err
	}
	if err := off.Wait(ctx); err != nil {
		return err
	}
	gone, err := machine.Destroy(ctx)
	if err != nil {
		return err
	}
	return gone.Wait(ctx)
}

func thumbprint(raw []byte) string {
	sum := sha256.Sum256(raw)
	pairs := make([]string, len(sum))
	for i, b := range sum {
		pairs[i] = strings.ToUpper(hex.EncodeToString([]byte{b}))
	}
	return strings.Join(pairs, ":")
}
