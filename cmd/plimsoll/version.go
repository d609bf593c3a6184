package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"plimsoll/store"
)

type versionCmd struct{}

// version names the build by what the Go tool recorded in it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			v += " " + s.Value[:12]
		}
	}
	return v
}

func (c *versionCmd) Run(e *env) error {
	if e.json {
		return e.document(map[string]any{"version": version(), "go": runtime.Version(), "data_format": store.Format})
	}
	_, err := fmt.Fprintf(e.stdout, "plimsoll %s (%s), data format %d\n", version(), runtime.Version(), store.Format)
	return err
}
