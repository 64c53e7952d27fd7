package main

import (
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/simulator/vpx"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// PropertyCollector is the simulator's, whose filters never make those wait who change what they watch.
//
// The simulator tells a filter of a change at once, under the lock of what has changed, and the filter then waits for its own lock; a long poll holds
// that one while it waits for the lock of what has changed. With two clients that change and watch machines, both soon wait for ever.
//
// The simulator makes a session's collector by the type of the registered one and takes a collector's type from its name: hence the same name here.
type PropertyCollector struct{ simulator.PropertyCollector }

// useOwnPropertyCollector has every session from now on collect with ours.
func useOwnPropertyCollector(service *simulator.Service) {
	collector := new(PropertyCollector)
	collector.Self = vpx.ServiceContent.PropertyCollector
	service.Context.Map.Put(collector)
}

// CreatePropertyCollector makes one of ours too.
func (c *PropertyCollector) CreatePropertyCollector(ctx *simulator.Context, _ *types.CreatePropertyCollector) soap.HasFault {
	created := ctx.Session.Put(new(PropertyCollector)).Reference()
	return &methods.CreatePropertyCollectorBody{Res: &types.CreatePropertyCollectorResponse{Returnval: created}}
}

// CreateFilter makes the simulator's filter, and registers ours in its stead with those who are told of changes. The simulator's own registration
// goes to a registry that nobody uses, so that it is never in force.
func (c *PropertyCollector) CreateFilter(ctx *simulator.Context, req *types.CreateFilter) soap.HasFault {
	aside := *ctx
	aside.Map = simulator.NewRegistry()
	res := c.PropertyCollector.CreateFilter(&aside, req)
	if body, ok := res.(*methods.CreateFilterBody); ok && body.Res != nil {
		filter := ctx.Session.Get(body.Res.Returnval).(*simulator.PropertyFilter)
		ctx.Map.AddHandler(&patientFilter{PropertyFilter: filter, collector: &c.PropertyCollector})
	}
	return res
}

// patientFilter is told of changes like the simulator's filter, but takes note of them on its own time.
type patientFilter struct {
	*simulator.PropertyFilter
	collector *simulator.PropertyCollector
}

// UpdateObject returns at once. A change of what the filter's traversal starts at is noted by a goroutine with a context, thus locks, of its own; it
// then tells the collector of the change once more, as the poll may have looked between the first time and the note.
func (f *patientFilter) UpdateObject(ctx *simulator.Context, changed mo.Reference, changes []types.PropertyChange) {
	if !f.startsAt(changed.Reference()) {
		return // neither would the simulator's filter do anything
	}
	own := &simulator.Context{Context: ctx.Context, Map: ctx.Map}
	go func() {
		f.PropertyFilter.UpdateObject(own, changed, changes)
		f.collector.UpdateObject(own, changed, nil)
	}()
}

func (f *patientFilter) startsAt(ref types.ManagedObjectReference) bool {
	for _, set := range f.Spec.ObjectSet {
		if set.Obj == ref && len(set.SelectSet) != 0 {
			return true
		}
	}
	return false
}
