package fetch

import (
	"context"
	"fmt"
	"html"
	"io"
	"net/url"
	"regexp"
	"strings"
)

// href finds the targets of links.
var href = regexp.MustCompile(`(?i)\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))`)

// follow reads a page and returns the address of the newest file it links to.
func (g *getter) follow(ctx context.Context, r request, link *regexp.Regexp) (address string, err error) {
	r.conditions, r.limit = Conditions{}, g.PageSize
	rep, err := g.get(ctx, r)
	if err != nil {
		return "", err
	}
	defer rep.discard()
	page, err := io.ReadAll(rep.body)
	if err != nil {
		return "", fmt.Errorf("reading the page: %w", err)
	}
	return newest(string(page), rep.final, link)
}

// newest returns the target whose match is the greatest in order of text.
func newest(page string, base *url.URL, link *regexp.Regexp) (string, error) {
	best, bestMatch := "", ""
	for _, m := range href.FindAllStringSubmatch(page, -1) {
		target := strings.TrimSpace(html.UnescapeString(m[1] + m[2] + m[3]))
		if match := link.FindString(target); match > bestMatch {
			best, bestMatch = target, match
		}
	}
	if best == "" {
		return "", fmt.Errorf("the page has no link that matches %s: the site may have changed, or this is an error page", link)
	}
	u, err := base.Parse(best)
	if err != nil {
		return "", fmt.Errorf("the page's link %q is no address: %w", best, err)
	}
	if u.Scheme == "http" && base.Scheme == "https" {
		return "", fmt.Errorf("the page links to %s, where anybody on the way could alter the list", public(u))
	}
	u.Fragment = ""
	return u.String(), nil
}
