package web

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// until waits for an expression to become true on the page.
func (b *browser) until(expression string) {
	b.t.Helper()
	b.do(chromedp.Poll[chromedp.Void](expression, chromedp.WithPollingTimeout(30*time.Second), chromedp.WithPollingInterval(100*time.Millisecond)))
}

func TestBrowserShowsWhatIsNewWithoutAReload(t *testing.T) {
	needMap(t)
	f := newFixture()
	b := startBrowserOn(t, f)
	b.open("/", 1280, 800)
	b.live()
	ask[bool](b, `(window.notReloaded = true, document.querySelector(".roll").open = true)`)
	b.until(`document.querySelector(".fresh").textContent.startsWith("Fresh at ")`)

	// Looked at again, the page has what was recorded since.
	f.renew(func() {
		f.chart.Marks = slices.Clone(f.chart.Marks)
		f.chart.Marks[1].Label = "LATE LANTERN together for 7.0 h"
	})
	ask[bool](b, `document.dispatchEvent(new Event("visibilitychange"))`)
	b.until(`document.querySelector(".roll").innerText.includes("LATE LANTERN")`)
	if !ask[bool](b, `window.notReloaded === true && document.querySelector(".roll").open`) {
		t.Error("the page was loaded again, or what was open was closed")
	}
	if !ask[bool](b, `document.querySelector(".paper").textContent.includes("LATE LANTERN")`) {
		t.Error("the drawn chart is the old one")
	}

	// Out of sight, it does not ask.
	ask[bool](b, `Object.defineProperty(document, "hidden", {value: true, configurable: true}) && document.dispatchEvent(new Event("visibilitychange"))`)
	b.until(`document.querySelector(".fresh").textContent.includes("out of sight")`)
	b.quiet("the watch while it is kept fresh")
}

func TestBrowserAsksTheSeaWithoutScripts(t *testing.T) {
	b := startBrowser(t)
	b.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	for _, size := range [][2]int64{{1280, 800}, {390, 844}} {
		b.do(chromedp.EmulateViewport(size[0], size[1]), chromedp.Navigate(b.base+"/"),
			chromedp.Focus(chromedp.CSS(".filter [name=q]")), chromedp.KeyEvent("orrin\r"), chromedp.WaitVisible(chromedp.CSS(".asked a")))
		b.picture(fmt.Sprintf("asked-%d", size[0]), false)
	}
	b.quiet("/ asked without scripts")
}

func TestBrowserShowsAShipsPageOnScreensAndOnPaper(t *testing.T) {
	b := startBrowser(t)
	path := "/ships/" + merrow
	for _, size := range [][2]int64{{1280, 800}, {390, 844}} {
		b.open(path, size[0], size[1])
		if wide := ask[int64](b, `document.documentElement.scrollWidth`); wide > size[0] {
			t.Errorf("the page is %d px wide at %d", wide, size[0])
		}
		// The time line is gone through by keyboard, and each mark leads to its event.
		if !ask[bool](b, `[...document.querySelectorAll(".line-svg a")].every((a) => { a.focus(); return document.activeElement === a && document.querySelector(a.getAttribute("href")); })`) {
			t.Error("a mark of the time line cannot be focused, or leads nowhere")
		}
		b.do(chromedp.Focus(chromedp.CSS(".l-lane a")), chromedp.KeyEvent("\r"))
		b.until(`location.hash.length > 1`)
	}
	// A4 with margins of 16 mm is 178 mm wide.
	b.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		return err
	}))
	b.open(path, 673, 900)
	if wide := ask[int](b, `document.documentElement.scrollWidth`); wide > 673 {
		t.Errorf("on paper the page is %d px wide", wide)
	}
	if ask[bool](b, `[...document.querySelectorAll(".filter, .clock, .parts, .zoom")].some((e) => e.checkVisibility())`) {
		t.Error("what cannot be used on paper is printed")
	}
	b.picture("paper", true)
	b.quiet(path)
}

func TestBrowserDrawsAFullSea(t *testing.T) {
	needMap(t)
	b := startBrowserOn(t, FromHouse(keptHouse(t, afloat(2_000))))
	for _, size := range [][2]int64{{1280, 800}, {390, 844}} {
		b.open("/", size[0], size[1])
		b.live()
		said := ask[string](b, `document.querySelector(".left").innerText`)
		if !strings.Contains(said, "only as numbers") {
			t.Errorf("the page says %q", said)
		}
		if wide := ask[int64](b, `document.documentElement.scrollWidth`); wide > size[0] {
			t.Errorf("the page is %d px wide at %d", wide, size[0])
		}
		b.picture(fmt.Sprintf("full-%d", size[0]), false)
	}
	// Coming closer asks for the ships of the part that is looked at.
	before := ask[string](b, `document.querySelector(".left").textContent`)
	for range 3 {
		b.do(chromedp.Click(chromedp.CSS(`[data-zoom="1"]`)), chromedp.Sleep(1500*time.Millisecond))
	}
	b.until(`document.querySelector(".left").textContent !== ` + fmt.Sprintf("%q", before))
	b.quiet("a full sea")
}
