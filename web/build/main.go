// Build makes web/assets/dist from the packages pinned in package-lock.json:
// the bundled map, its worker, the land of Natural Earth, and the typefaces.
// Run it from the root of the repository, after `npm ci`:
//
//	go run ./web/build
//
// Nothing in dist is needed to serve complete pages: without it the charts are
// drawn as SVG and the text is set in the reader's own typefaces.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	root := flag.String("root", ".", "the folder of package.json")
	flag.Parse()
	size, err := build(*root)
	if err != nil {
		fmt.Fprintln(os.Stderr, "web/build:", err)
		os.Exit(1)
	}
	fmt.Printf("web/assets/dist: %d files, %d kB\n", size.files, size.bytes/1000)
}

type size struct{ files, bytes int }

func build(root string) (size, error) {
	modules := filepath.Join(root, "node_modules")
	dist := filepath.Join(root, "web", "assets", "dist")
	if _, err := os.Stat(filepath.Join(modules, "maplibre-gl")); err != nil {
		return size{}, fmt.Errorf("npm packages are not installed in %s: run `npm ci` first", modules)
	}
	if err := clear(dist); err != nil {
		return size{}, fmt.Errorf("emptying %s: %w", dist, err)
	}
	if err := bundle(root, dist); err != nil {
		return size{}, err
	}
	for from, to := range map[string]string{
		"maplibre-gl/dist/maplibre-gl-worker.mjs": "maplibre-worker.js",
		"world-atlas/land-50m.json":               "land-50m.json",
	} {
		if err := copyFile(filepath.Join(modules, from), filepath.Join(dist, to)); err != nil {
			return size{}, fmt.Errorf("copying %s: %w", from, err)
		}
	}
	return measure(dist)
}

// bundle runs esbuild over the map and the two sheets of typefaces.
func bundle(root, dist string) error {
	src, err := filepath.Abs(filepath.Join(root, "web", "assets", "map"))
	if err != nil {
		return fmt.Errorf("finding the sources of the map: %w", err)
	}
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{
			filepath.Join(src, "map.js"), filepath.Join(src, "fonts.css"), filepath.Join(src, "hangul.css"),
		},
		Outdir:            dist,
		Bundle:            true,
		Write:             true,
		Format:            api.FormatESModule,
		Target:            api.ES2022,
		MinifyWhitespace:  true,
		MinifySyntax:      true,
		MinifyIdentifiers: true,
		LegalComments:     api.LegalCommentsEndOfFile,
		AssetNames:        "fonts/[name]",
		Loader:            map[string]api.Loader{".woff2": api.LoaderFile},
		Plugins:           []api.Plugin{onlyWoff2()},
	})
	errs := make([]error, 0, len(result.Errors))
	for _, m := range result.Errors {
		where := ""
		if m.Location != nil {
			where = fmt.Sprintf("%s:%d:%d: ", m.Location.File, m.Location.Line, m.Location.Column)
		}
		errs = append(errs, errors.New(where+m.Text))
	}
	return errors.Join(errs...)
}

var oldFormat = regexp.MustCompile(`,\s*url\([^)]*\.woff\)\s*format\('woff'\)`)

// onlyWoff2 drops the WOFF 1 copies that every @font-face of fontsource also
// names: no browser that runs the map asks for them, and they double the size.
func onlyWoff2() api.Plugin {
	return api.Plugin{Name: "only-woff2", Setup: func(b api.PluginBuild) {
		b.OnLoad(api.OnLoadOptions{Filter: `@fontsource.*\.css$`}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			text, err := os.ReadFile(a.Path)
			if err != nil {
				return api.OnLoadResult{}, fmt.Errorf("reading a typeface sheet: %w", err)
			}
			css := oldFormat.ReplaceAllString(string(text), "")
			return api.OnLoadResult{Contents: &css, Loader: api.LoaderCSS, ResolveDir: filepath.Dir(a.Path)}, nil
		})
	}}
}

// clear empties the folder but for the dot files that keep it in the repository.
func clear(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}

func measure(dir string) (size, error) {
	var s size
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		s.files++
		s.bytes += int(info.Size())
		return nil
	})
	return s, err
}
