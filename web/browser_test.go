package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image/png"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"plimsoll/geo"
	"plimsoll/web/assets"
)

// The browser test opens the pages in Debian's chromium. Screenshots go to
// $ARTIFACTS or a temporary folder; with PLIMSOLL_UPDATE=1 those of the demo
// world become the pictures of the documentation in docs/images.

// without says why there can be no browser test: a failure where CI counts on
// one, a skip elsewhere.
func without(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("CI needs the browser test: %s", why)
	}
	t.Skip("SKIPPED: " + why)
}

type browser struct {
	t    *testing.T
	ctx  context.Context
	base string
	out  string

	mu       sync.Mutex
	messages []string // errors and warnings of the console
}

// anyBrowser finds chromium where Debian and others put it.
func anyBrowser() string {
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil && name != "" {
			return path
		}
	}
	return ""
}

// documented says that the pictures of the documentation are to be renewed.
func documented() bool { return os.Getenv("PLIMSOLL_UPDATE") == "1" }

func startBrowser(t *testing.T) *browser {
	t.Helper()
	return startBrowserOn(t, newFixture())
}

func startBrowserOn(t *testing.T, source Source) *browser {
	t.Helper()
	path := anyBrowser()
	if path == "" {
		without(t, "no chromium is installed: apt-get install chromium, or name one in $CHROMIUM")
	}
	land, err := geo.LoadLand()
	if err != nil {
		t.Fatal(err)
	}
	h, err := New(Options{Source: source, Land: land})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)

	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.Flag("no-sandbox", true),
		chromedp.Flag("use-angle", "swiftshader"), chromedp.Flag("enable-unsafe-swiftshader", true),
		chromedp.Flag("hide-scrollbars", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	b := &browser{t: t, ctx: ctx, base: server.URL, out: pictures(t)}
	if err := chromedp.Do(ctx); err != nil {
		without(t, "chromium does not start: "+err.Error())
	}
	go b.listen(chromedp.Console(ctx))
	return b
}

// pictures is where screenshots go.
func pictures(t *testing.T) string {
	if dir := os.Getenv("ARTIFACTS"); dir != "" {
		return dir
	}
	return t.TempDir()
}

func (b *browser) listen(messages func(func(chromedp.ConsoleMessage, error) bool)) {
	for m, err := range messages {
		if err != nil {
			return
		}
		if m.IsException() || m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleWarning {
			// What the graphics of a machine without graphics say of
			// themselves is not about the page; the missing page is meant.
			if strings.Contains(m.Text, "GL Driver Message") || strings.HasSuffix(m.URL, "/nowhere") {
				continue
			}
			b.mu.Lock()
			b.messages = append(b.messages, fmt.Sprintf("%s: %s (%s:%d)", m.Type, m.Text, m.URL, m.Line))
			b.mu.Unlock()
		}
	}
}

// quiet fails the test if the console complained since the last call.
func (b *browser) quiet(where string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range b.messages {
		b.t.Errorf("%s: the console says %s", where, m)
	}
	b.messages = nil
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func ask[T any](b *browser, expression string, options ...chromedp.EvaluateOption) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, options...))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

func (b *browser) open(path string, width, height int64) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(width, height), chromedp.Navigate(b.base+path))
	ask[bool](b, `document.fonts.ready.then(() => true)`, chromedp.EvalAwaitPromise)
}

// live waits for the map, which is ready when it has drawn all it has.
func (b *browser) live() {
	b.t.Helper()
	b.do(chromedp.Poll[chromedp.Void](`document.querySelector(".chart")?.dataset.state === "live"`,
		chromedp.WithPollingTimeout(60*time.Second), chromedp.WithPollingInterval(100*time.Millisecond)))
}

func (b *browser) theme(name string) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}},
		})
		return err
	}))
}

// picture takes a screenshot of what is seen, or of the whole page. For that
// the window is made as high as the page: a picture beyond the window would
// catch the map while it is being resized.
func (b *browser) picture(name string, whole bool) {
	b.t.Helper()
	if whole {
		size := ask[[]int64](b, `[innerWidth, document.documentElement.scrollHeight, innerHeight]`)
		b.do(chromedp.EmulateViewport(size[0], size[1]), chromedp.Sleep(200*time.Millisecond))
		defer b.do(chromedp.EmulateViewport(size[0], size[2]))
	}
	picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.MkdirAll(b.out, 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(b.out, name+".png"), picture, 0o644)
	}
	if err != nil {
		b.t.Errorf("taking picture %s: %v", name, err)
	}
}

// painted wants land and warnings on the picture of the live chart: a map that
// says it is ready may still be blank.
func (b *browser) painted(where string) {
	b.t.Helper()
	shot, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		b.t.Fatal(err)
	}
	box := ask[map[string]float64](b, `(() => { const r = document.querySelector(".maplibregl-canvas").getBoundingClientRect(); return {x: r.x, y: r.y, w: r.width, h: r.height} })()`)
	land, warn := 0, 0
	for y := int(box["y"]); y < int(box["y"]+box["h"]); y++ {
		for x := int(box["x"]); x < int(box["x"]+box["w"]); x++ {
			r, g, bl, _ := picture.At(x, y).RGBA()
			switch [3]uint32{r >> 8, g >> 8, bl >> 8} {
			case [3]uint32{0xf4, 0xe8, 0xc8}:
				land++
			case [3]uint32{0xb5, 0x00, 0x7d}:
				warn++
			}
		}
	}
	if laid := ask[int](b, `(() => {
		const boxes = [...document.querySelectorAll(".name:not(.off)")].map((e) => e.getBoundingClientRect());
		return boxes.filter((a, i) => boxes.some((c, j) => j < i && a.left < c.right && a.right > c.left && a.top < c.bottom && a.bottom > c.top)).length;
	})()`); laid > 0 {
		b.t.Errorf("%s: %d names lie on others", where, laid)
	}
	if land < 2000 || warn < 50 {
		b.t.Errorf("%s: the live chart of %v px shows %d px of land and %d of warnings", where, box, land, warn)
	}
}

func needMap(t *testing.T) {
	t.Helper()
	tree, err := assets.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if !tree.Has("dist/map.js") {
		without(t, "the map is not bundled: run `npm ci` and `go run ./web/build` first")
	}
}

func TestBrowserShowsTheSixStepsAndTheLiveChart(t *testing.T) {
	needMap(t)
	b := startBrowser(t)
	b.open("/", 1280, 800)
	b.live()
	b.sixSteps("/")
	b.painted("/")
	b.picture("live-1280", false)

	// The day is dragged: the chart goes back to the night of the meeting.
	before := ask[string](b, `document.querySelector(".clock output").textContent`)
	b.do(chromedp.Focus(chromedp.CSS(".clock input")), chromedp.KeyEvent("\ue012")) // arrow left
	ask[bool](b, `(() => { const s = document.querySelector(".clock input"); s.value = Date.UTC(2026, 2, 5, 16) / 1000; s.dispatchEvent(new Event("input")); return true })()`)
	b.drawn("2026-03-05 16:00 UTC")
	if after := ask[string](b, `document.querySelector(".clock output").textContent`); after == before || after != "2026-03-05 16:00 UTC" {
		t.Errorf("the clock went from %s to %s", before, after)
	}
	b.picture("live-1280-night", false)

	// The reader's theme changes under the map.
	b.theme("dark")
	b.do(chromedp.Sleep(time.Second))
	b.drawn("2026-03-05 16:00 UTC")
	b.picture("live-1280-dark", false)
	b.quiet("the live chart")
}

// drawn waits until the map has drawn a moment whole.
func (b *browser) drawn(moment string) {
	b.t.Helper()
	b.do(chromedp.Poll[chromedp.Void](`document.querySelector(".chart").dataset.drawn === "`+moment+`"`,
		chromedp.WithPollingTimeout(60*time.Second), chromedp.WithPollingInterval(100*time.Millisecond)))
}

func (b *browser) sixSteps(where string) {
	b.t.Helper()
	for _, step := range []string{"lists", "ships", "lead", "finding", "publish", "alert"} {
		if !ask[bool](b, `document.querySelector("#step-`+step+`").checkVisibility() && document.querySelectorAll("#step-`+step+` a[href]").length > 0`) {
			b.t.Errorf("%s: step %s cannot be seen, or has no figure", where, step)
		}
	}
	if over := ask[int](b, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		b.t.Errorf("%s: the page is %d px too wide", where, over)
	}
}

func TestBrowserWithoutScriptsShowsTheDrawnChart(t *testing.T) {
	b := startBrowser(t)
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	for _, size := range [][2]int64{{1280, 800}, {390, 844}} {
		b.do(chromedp.EmulateViewport(size[0], size[1]), chromedp.Navigate(b.base+"/"), chromedp.WaitVisible(chromedp.CSS(".chart-svg .c-dark path")))
		b.picture(fmt.Sprintf("drawn-%d", size[0]), false)
	}
	b.quiet("/ without scripts")
}

func TestBrowserFindsNoBarrierOnAnyPage(t *testing.T) {
	axe, err := os.ReadFile(filepath.Join("..", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		without(t, "axe-core is not installed: run `npm ci` first")
	}
	b := startBrowser(t)
	f := newFixture()
	for _, theme := range []string{"light", "dark"} {
		b.theme(theme)
		pages := append(addresses(f), "/nowhere")
		if theme == "dark" { // the same sheet: a page of each kind of colour is enough
			pages = []string{"/", "/ships/" + merrow, "/findings/" + findingID, "/desk", "/petroleum/2024"}
		}
		for _, path := range pages {
			b.open(path, 1280, 800)
			if path == "/" {
				if tree, _ := assets.Embedded(); tree.Has("dist/map.js") {
					b.live()
				}
			}
			b.barriers(string(axe), theme+" "+path)
			b.quiet(path)
			if theme == "light" {
				name := strings.NewReplacer("/", "-", "?", "-", "=", "-", f.radio, "sentences").Replace(strings.Trim(path, "/"))
				if name != "" {
					b.picture("page-"+name, true)
					b.open(path, 390, 844)
					if wide := ask[int](b, `document.documentElement.scrollWidth`); wide > 390 {
						t.Errorf("%s is %d px wide at 390 px", path, wide)
					}
					b.picture("page-"+name+"-390", true)
				}
			}
		}
	}
}

func (b *browser) barriers(axe, where string) {
	b.t.Helper()
	ask[bool](b, axe+"; true")
	report := ask[string](b, `axe.run(document, {resultTypes: ["violations"]}).then((r) => JSON.stringify(r.violations.map((v) => ({id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.map((n) => n.target.join(" ") + ": " + (n.any[0]?.message ?? "")).slice(0, 4)}))))`, chromedp.EvalAwaitPromise)
	var violations []struct {
		ID, Impact, Help string
		Nodes            []string
	}
	if err := json.Unmarshal([]byte(report), &violations); err != nil {
		b.t.Fatal(err)
	}
	for _, v := range violations {
		if v.Impact == "serious" || v.Impact == "critical" {
			b.t.Errorf("%s: %s (%s): %s: %v", where, v.ID, v.Impact, v.Help, v.Nodes)
		} else {
			b.t.Logf("%s: %s (%s): %s: %v", where, v.ID, v.Impact, v.Help, v.Nodes)
		}
	}
}

func TestBrowserReachesTheContentByKeyboard(t *testing.T) {
	b := startBrowser(t)
	b.open("/findings/"+findingID, 1280, 800)
	var order []string
	for {
		b.do(chromedp.KeyEvent("\t"))
		if ask[bool](b, `document.activeElement === document.body`) || len(order) > 200 {
			break // past the last
		}
		order = append(order, ask[string](b, `(() => {
			const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
			const seen = e.className !== "skip" && (box.width < 2 || style.outlineStyle === "none") ? "HIDDEN " : "";
			return seen + (e.getAttribute("href") ?? e.tagName);
		})()`))
	}
	at := func(what string) int {
		for i, x := range order {
			if x == what {
				return i
			}
		}
		t.Errorf("the keyboard does not reach %s: %v", what, order)
		return -1
	}
	want := []string{"#main", "/", "/findings", "#note-1-1", "#note-3-1", "/findings/" + findingID + "/proof"}
	for i := 1; i < len(want); i++ {
		if a, z := at(want[i-1]), at(want[i]); a >= z {
			t.Errorf("%s comes before %s", want[i], want[i-1])
		}
	}
	for _, x := range order {
		if strings.HasPrefix(x, "HIDDEN") {
			t.Errorf("the focus cannot be seen on %s", x)
		}
	}
}
