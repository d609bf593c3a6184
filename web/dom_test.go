package web

import (
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// browserless asks for pages as a browser does, without being one.
type browserless struct {
	t       testing.TB
	handler http.Handler
}

func (b *browserless) ask(path string, headers ...string) *httptest.ResponseRecorder {
	b.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	return w
}

// open asks for a page that must be there, and parses it.
func (b *browserless) open(path string) *node {
	b.t.Helper()
	w := b.ask(path)
	if w.Code != http.StatusOK {
		b.t.Fatalf("%s answered %d: %s", path, w.Code, w.Body)
	}
	n, err := parse(w.Body.String())
	if err != nil {
		b.t.Fatalf("%s is not well-formed: %v", path, err)
	}
	return n
}

// node is an element of a page.
type node struct {
	name  string
	attrs map[string]string
	kids  []*node
	text  string // of a text node, whose name is ""
}

// parse reads the HTML that we write. It must nest as XML does, but for the
// void elements: what a browser would have to repair is an error here.
func parse(page string) (*node, error) {
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict = false
	d.AutoClose = []string{"meta", "link", "input", "br", "hr", "img"}
	d.Entity = xml.HTMLEntity
	root := &node{}
	stack := []*node{root}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return root, nil
		}
		if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n := &node{name: token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				n.attrs[a.Name.Local] = a.Value
			}
			top.kids = append(top.kids, n)
			stack = append(stack, n)
		case xml.EndElement:
			if top.name != token.Name.Local {
				return nil, errors.New("</" + token.Name.Local + "> closes <" + top.name + ">")
			}
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.kids = append(top.kids, &node{text: string(token)})
		}
	}
}

func (n *node) walk(visit func(*node)) {
	visit(n)
	for _, k := range n.kids {
		k.walk(visit)
	}
}

// find returns the elements that match "tag", ".class", "#id" or "tag.class".
func (n *node) find(selector string) []*node {
	var out []*node
	n.walk(func(x *node) {
		if x.name != "" && x.is(selector) {
			out = append(out, x)
		}
	})
	return out
}

func (n *node) is(selector string) bool {
	if id, ok := strings.CutPrefix(selector, "#"); ok {
		return n.attrs["id"] == id
	}
	tag, class, _ := strings.Cut(selector, ".")
	return (tag == "" || tag == n.name) && (class == "" || slices.Contains(strings.Fields(n.attrs["class"]), class))
}

// words is the text of an element with its white space squeezed.
func (n *node) words() string {
	var b strings.Builder
	n.walk(func(x *node) { b.WriteString(x.text); b.WriteByte(' ') })
	return strings.Join(strings.Fields(b.String()), " ")
}
