package rest

import (
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// refuseBadID answers a request whose path has something in the place of an ID that can't be one,
// and reports whether it did. Engines find that out before they look at the verb, the document, or
// what is above: 404 without a body. A few kinds of object have IDs that are no UUIDs, and trip
// over others in ways of their own.
func (q *request) refuseBadID() bool {
	for i, step := range q.match.Steps {
		if step.Node.Segment != "" || store.IsUUID(step.Text) && step.Node.Element() != "event" {
			continue
		}
		if !store.ValidID(step.Text) {
			if strings.Trim(step.Text, wordLike) != "" || !q.refuseUnreadableID(step.Node, step.Text) {
				q.empty(http.StatusNotFound)
			}
			return true
		}
		var err error
		q.world.Read(func() { _, err = q.world.Locate(q.match.Steps[:i+1]) })
		if err == nil {
			continue
		}
		if err == store.ErrMalformedID {
			q.empty(http.StatusNotFound)
			return true
		}
		return q.refuseUnreadableID(step.Node, step.Text)
	}
	for _, id := range q.match.Rest {
		if !store.ValidID(id) {
			q.empty(http.StatusNotFound)
			return true
		}
	}
	return false
}

// refuseBadIDIn is like refuseBadID for an address that leads nowhere: engines find a bad ID in it
// before they miss what is behind.
func (q *request) refuseBadIDIn(segments []string) bool {
	for n := len(segments) - 1; n > 0; n-- {
		if match, found := q.world.Tree.Find(segments[:n]); found {
			q.match = match
			return match.Action == "" && q.refuseBadID()
		}
	}
	return false
}

// wordLike are the characters of names in the place of an ID.
const wordLike = "abcdefghijklmnopqrstuvwxyz0123456789_-."

// refuseUnreadableID answers for an object that isn't there, if engines can't even read its ID.
func (q *request) refuseUnreadableID(n *route.Node, id string) bool {
	element := n.Element()
	_, notNumber := strconv.ParseInt(id, 10, 64)
	switch {
	case element == "event" && notNumber != nil:
		q.fault(&world.Fault{
			Status: http.StatusBadRequest, Reason: "Operation failed", Detail: "For input string: " + strconv.Quote(id),
		})
	case element == "operating_system" && notNumber != nil,
		element == "cluster_level" && strings.Trim(id, "0123456789.") != "",
		element == "katello_erratum" && !isHex(id),
		element == "host_device" && !isHex(id):
		q.crash()
	default:
		return false
	}
	return true
}

func isHex(text string) bool {
	_, err := hex.DecodeString(text)
	return err == nil
}
