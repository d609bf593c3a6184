package demo

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"plimsoll/demo/world"
	"plimsoll/desk"
	"plimsoll/journal"
	"plimsoll/network"
	"plimsoll/vault"
)

// Bank is the demo world's institution.
const Bank = "Demo Bank of Larkmere"

// alert hands the bank's book in and screens it. Of 240 rows one is the listed
// firm, one the foreign tanker, and six are namesakes that must stay silent.
func (r *run) alert(ctx context.Context) (string, map[string]any, error) {
	data, err := fs.ReadFile(world.Files, world.Book)
	if err != nil {
		return "", nil, err
	}
	officer, err := r.Enrol(ctx, "demo-bank", Bank, journal.RoleInstitution)
	if err != nil {
		return "", nil, err
	}
	if _, err := r.Vault.Add(ctx, officer, vault.Item{
		Name: world.Book, MediaType: "text/csv", Source: Bank, Rights: "of the bank; invented", Demo: true,
	}, data); err != nil {
		return "", nil, err
	}
	book, err := desk.ReadBook(world.Book, bytes.NewReader(data))
	if err != nil {
		return "", nil, err
	}
	if _, err := r.Desk.Receive(ctx, officer, Bank, book); err != nil {
		return "", nil, err
	}
	against, err := r.Against(ctx, r.lead.End)
	if err != nil {
		return "", nil, err
	}
	alerts, err := r.Desk.Screen(ctx, r.Operator, Bank, book, against)
	if err != nil {
		return "", nil, err
	}
	return r.judge(book, alerts)
}

// judge holds the alerts against what the story says.
func (r *run) judge(book *desk.Book, alerts []desk.Alert) (string, map[string]any, error) {
	traps, silent := 0, 0
	for _, row := range book.Rows {
		if strings.HasPrefix(strings.Join(row.Properties["notes"], " "), "trap:") {
			traps++
			if !slices.ContainsFunc(alerts, func(a desk.Alert) bool { return a.Row.ID == row.ID }) {
				silent++
			}
		}
	}
	by := map[network.Status][]string{}
	var texts []string
	for _, a := range alerts {
		by[a.Status] = append(by[a.Status], a.Row.Name)
		texts = append(texts, fmt.Sprintf("%s: %s (%s)", a.Row.Name, a.Status, a.Action))
	}
	if len(by[network.StatusListed]) != 1 || len(by[network.StatusReported]) != 1 || len(alerts) != 2 || silent != traps || traps != 6 {
		return "", nil, fmt.Errorf("the book gave %d alerts [%s]; %d of %d namesakes were silent", len(alerts), strings.Join(texts, "; "), silent, traps)
	}
	received, _ := r.Desk.Book(Bank)
	return fmt.Sprintf("%s: %d customers and %d ships screened; %s; %d of %d namesakes gave none", Bank, received.Parties,
		received.Ships, strings.Join(texts, "; "), silent, traps), map[string]any{
		"institution": Bank, "customers": received.Parties, "ships": received.Ships, "alerts": len(alerts),
		"listed": by[network.StatusListed], "reported_only": by[network.StatusReported], "namesakes_silent": silent,
	}, nil
}
