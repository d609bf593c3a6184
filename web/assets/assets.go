// Package assets holds what the pages load: our own style sheet and script,
// and, where web/build has run, the bundled map and the typefaces.
package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed style.css ships.css page.js live.js mark.svg all:dist
var files embed.FS

// A Tree is a set of files served under a path that changes with their
// content, so that a browser may keep them for ever.
type Tree struct {
	version string
	files   map[string]*file
}

type file struct {
	kind   string
	plain  []byte
	zipped []byte // nil where gzip does not pay
}

// Embedded loads the files inside the program.
func Embedded() (*Tree, error) { return load(files) }

func load(from fs.FS) (*Tree, error) {
	t := &Tree{files: map[string]*file{}}
	sum := sha256.New()
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		data, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s %d\n", name, len(data))
		sum.Write(data)
		t.files[name] = newFile(name, data)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the embedded assets: %w", err)
	}
	t.version = hex.EncodeToString(sum.Sum(nil))[:12]
	return t, nil
}

func newFile(name string, data []byte) *file {
	f := &file{kind: kindOf(name), plain: data}
	if strings.HasPrefix(f.kind, "font/") || len(data) < 1024 {
		return f
	}
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	z.Write(data) //nolint:errcheck // a bytes.Buffer takes everything
	if z.Close() == nil && b.Len() < len(data)*9/10 {
		f.zipped = b.Bytes()
	}
	return f
}

// kindOf does not leave the types that matter to the machine's own tables:
// with nosniff a wrong one means that the browser refuses the file.
func kindOf(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".json":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	}
	if k := mime.TypeByExtension(path.Ext(name)); k != "" {
		return k
	}
	return "application/octet-stream"
}

// Has tells whether the file is there.
func (t *Tree) Has(name string) bool { return t.files[name] != nil }

// URL is the path at which ServeHTTP hands out the file.
func (t *Tree) URL(name string) string { return "/assets/" + t.version + "/" + name }

// ServeHTTP answers /assets/VERSION/NAME. Only the current version is to be
// kept; another one, from a page loaded before a restart, gets today's file.
func (t *Tree) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	version, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/assets/"), "/")
	f := t.files[name]
	if f == nil {
		http.Error(w, "There is no such asset.", http.StatusNotFound)
		return
	}
	f.serve(w, r, version == t.version, t.version)
}

// Serve hands out one file at a fixed address, such as /favicon.svg.
func (t *Tree) Serve(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if f := t.files[name]; f != nil {
			f.serve(w, r, false, t.version)
			return
		}
		http.NotFound(w, r)
	}
}

func (f *file) serve(w http.ResponseWriter, r *http.Request, forever bool, version string) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if forever {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body, tag := f.plain, version
	if f.zipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body, tag = f.zipped, version+"-gz"
	}
	h.Set("ETag", `"`+tag+`"`)
	if strings.Contains(r.Header.Get("If-None-Match"), `"`+tag+`"`) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	if r.Method == http.MethodHead {
		return
	}
	w.Write(body) //nolint:errcheck // the reader has gone
}
