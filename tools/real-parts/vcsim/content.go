package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/vmware/govmomi"
	"github.com/vmware/govmomi/find"
	"github.com/vmware/govmomi/vapi/library"
	"github.com/vmware/govmomi/vapi/rest"
	"github.com/vmware/govmomi/vapi/tags"
	"github.com/vmware/govmomi/vapi/vcenter"
)

// imageSuffix tells an item from the template that it is made of: an item is a template of its own, by its own name, in the same folder.
const imageSuffix = "-image"

// addContent makes the tags, each with its category, and tells the id of each on a line; and the library, with an item for every template.
func addContent(at *url.URL, wanted names, libraryName string, templates names) error {
	ctx := context.Background()
	client, err := govmomi.NewClient(ctx, at, true)
	if err != nil {
		return err
	}
	session := rest.NewClient(client.Client)
	if err := session.Login(ctx, at.User); err != nil {
		return err
	}
	if err := addTags(ctx, tags.NewManager(session), wanted); err != nil {
		return err
	}
	if libraryName != "" {
		if err := addLibrary(ctx, client, session, libraryName, templates); err != nil {
			return fmt.Errorf("content library %s: %w", libraryName, err)
		}
	}
	if err := session.Logout(ctx); err != nil {
		return err
	}
	return client.Logout(ctx)
}

func addTags(ctx context.Context, manager *tags.Manager, wanted names) error {
	categories := map[string]string{}
	for _, tag := range wanted {
		category, name, _ := strings.Cut(tag, "/")
		if categories[category] == "" {
			id, err := manager.CreateCategory(ctx, &tags.Category{Name: category, Cardinality: "MULTIPLE"})
			if err != nil {
				return fmt.Errorf("tag category %s: %w", category, err)
			}
			categories[category] = id
		}
		id, err := manager.CreateTag(ctx, &tags.Tag{Name: name, CategoryID: categories[category]})
		if err != nil {
			return fmt.Errorf("tag %s: %w", tag, err)
		}
		fmt.Println("tag " + tag + " " + id)
	}
	return nil
}

func addLibrary(ctx context.Context, client *govmomi.Client, session *rest.Client, name string, templates names) error {
	finder := find.NewFinder(client.Client)
	datacenter, err := finder.DefaultDatacenter(ctx)
	if err != nil {
		return err
	}
	finder.SetDatacenter(datacenter)
	folder, err := finder.DefaultFolder(ctx)
	if err != nil {
		return err
	}
	pool, err := finder.ResourcePool(ctx, "DC0_C0/Resources")
	if err != nil {
		return err
	}
	datastore, err := finder.DefaultDatastore(ctx)
	if err != nil {
		return err
	}
	storage := []library.StorageBacking{{DatastoreID: datastore.Reference().Value, Type: "DATASTORE"}}
	id, err := library.NewManager(session).CreateLibrary(ctx, library.Library{Name: name, Type: "LOCAL", Storage: storage})
	if err != nil {
		return err
	}
	placement := &vcenter.Placement{Folder: folder.Reference().Value, ResourcePool: pool.Reference().Value}
	for _, template := range templates {
		source, err := finder.VirtualMachine(ctx, template)
		if err != nil {
			return err
		}
		item := vcenter.Template{Name: template + imageSuffix, Library: id, SourceVM: source.Reference().Value, Placement: placement}
		if _, err := vcenter.NewManager(session).CreateTemplate(ctx, item); err != nil {
			return fmt.Errorf("item %s: %w", item.Name, err)
		}
	}
	return nil
}
