package ofac

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// tallied counts what the parsers of the two newer formats made, by kind, and
// statements by property.
func tallied(p *lists.Parsed, entities []*ftm.Entity) map[string]int {
	c := map[string]int{}
	for kind, n := range p.Counts {
		c[kind] = n
	}
	for _, e := range entities {
		switch e.Schema {
		case "Identification", "Passport":
			c["documents"]++
		case "Sanction":
			c["listings"]++
		case "CryptoWallet":
			c["wallets"]++
		case "Ownership", "Directorship", "Family", "Associate", "UnknownLink":
			c["relations"]++
		}
		for _, s := range e.Statements {
			switch s.Prop {
			case "name", "alias", "previousName", "weakAlias":
				c["names"]++
				if strings.HasPrefix(s.Lang, "und-") {
					c["in other scripts"]++
				}
			case "program", "website", "email", "birthPlace", "nationality", "citizenship", "gender":
				c[s.Prop]++
			case "listingDate":
				c["listing dates"]++
			case "address":
				c["addresses"]++
			}
		}
	}
	delete(c, "Address")
	return c
}

func checkTally(t *testing.T, p *lists.Parsed, entities []*ftm.Entity, want map[string]int, warnings int) {
	t.Helper()
	got := tallied(p, entities)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("counted otherwise (-want +got):\n%s", diff)
	}
	t.Logf("%v, %d entities", got, len(entities))
	for _, w := range p.Warnings {
		t.Log(w)
	}
	if len(p.Warnings) > warnings {
		t.Errorf("%d kinds of warnings", len(p.Warnings))
	}
}

func TestConformanceOfTheAdvancedModel(t *testing.T) {
	files := published(t, "cons_advanced_2020-03-17.xml")
	p, entities := readSet(t, files)
	if p.Dataset != Consolidated {
		t.Errorf("read as %s", p.Dataset)
	}
	checkTally(t, p, entities, countAdvanced(t, files["cons_advanced_2020-03-17.xml"]), 3)
}

// countAdvanced counts elements with the decoder of the standard library.
func countAdvanced(t *testing.T, data []byte) map[string]int {
	t.Helper()
	type value struct {
		ID   string `xml:"ID,attr"`
		Text string `xml:",chardata"`
	}
	var doc struct {
		Features  []value `xml:"ReferenceValueSets>FeatureTypeValues>FeatureType"`
		SubTypes  []value `xml:"ReferenceValueSets>PartySubTypeValues>PartySubType"`
		Locations []struct {
			ID    string   `xml:"ID,attr"`
			Parts []string `xml:"LocationPart>LocationPartValue>Value"`
		} `xml:"Locations>Location"`
		Documents []struct {
			Identity string `xml:"IdentityID,attr"`
			Type     string `xml:"IDRegDocTypeID,attr"`
			Number   string `xml:"IDRegistrationNo"`
		} `xml:"IDRegDocuments>IDRegDocument"`
		Profiles []struct {
			ID      string `xml:"ID,attr"`
			SubType string `xml:"PartySubTypeID,attr"`
			Aliases []struct {
				Type    string `xml:"AliasTypeID,attr"`
				Low     bool   `xml:"LowQuality,attr"`
				Primary bool   `xml:"Primary,attr"`
				Names   []struct {
					Parts []string `xml:"DocumentedNamePart>NamePartValue"`
				} `xml:"DocumentedName"`
			} `xml:"Identity>Alias"`
			Features []struct {
				Type     string `xml:"FeatureTypeID,attr"`
				Versions []struct {
					Detail   string `xml:"VersionDetail"`
					Location struct {
						ID string `xml:"LocationID,attr"`
					} `xml:"VersionLocation"`
				} `xml:"FeatureVersion"`
			} `xml:"Feature"`
		} `xml:"DistinctParties>DistinctParty>Profile"`
		Relations []struct{} `xml:"ProfileRelationships>ProfileRelationship"`
		Entries   []struct {
			Events []struct {
				Year  string `xml:"Date>Year"`
				Month string `xml:"Date>Month"`
				Day   string `xml:"Date>Day"`
			} `xml:"EntryEvent"`
			Measures []struct {
				Type    string `xml:"SanctionsTypeID,attr"`
				Comment string `xml:"Comment"`
			} `xml:"SanctionsMeasure"`
		} `xml:"SanctionsEntries>SanctionsEntry"`
	}
	if err := xml.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	words := map[string]string{}
	for _, v := range doc.Features {
		words[v.ID] = v.Text
	}
	places := map[string]bool{}
	for _, l := range doc.Locations {
		places[l.ID] = len(l.Parts) > 0
	}
	c := map[string]int{"relations": len(doc.Relations), "listings": len(doc.Entries)}
	names, documents, said := distinct{}, distinct{}, distinct{}
	for _, p := range doc.Profiles {
		c[map[string]string{"1": "vessels", "2": "aircraft", "3": "entities", "4": "individuals"}[p.SubType]]++
		for _, a := range p.Aliases {
			for _, n := range a.Names {
				kind := a.Type
				if a.Low && kind == "1400" {
					kind = "low"
				}
				names.add(p.ID, kind, lists.Clean(strings.Join(n.Parts, ", ")))
			}
		}
		for _, f := range p.Features {
			for _, v := range f.Versions {
				switch words[f.Type] {
				case "Website":
					said.add("website", p.ID, lists.Clean(v.Detail))
				case "Email Address":
					said.add("email", p.ID, lists.Clean(v.Detail))
				case "Place of Birth":
					said.add("birthPlace", p.ID, lists.Clean(v.Detail))
				case "BIK (RU)": // the number under which the Russian central bank keeps a bank
					documents.add(p.ID, f.Type, v.Detail)
				case "Citizenship Country":
					said.add("citizenship", p.ID, v.Location.ID)
				case "Gender":
					said.add("gender", p.ID)
				case "Location":
					if places[v.Location.ID] {
						said.add("addresses", p.ID, v.Location.ID)
					}
				}
			}
		}
	}
	for _, d := range doc.Documents {
		documents.add(d.Identity, d.Type, d.Number)
	}
	for _, e := range doc.Entries {
		once := distinct{}
		for _, v := range e.Events {
			once.add("listing dates", v.Year, v.Month, v.Day)
		}
		for _, m := range e.Measures {
			if m.Type == "1" {
				once.add("program", m.Comment)
			}
		}
		once.into(c)
	}
	c["names"], c["documents"] = len(names), len(documents)
	said.into(c)
	return c
}

// into adds up what is distinct, under its first part.
func (d distinct) into(c map[string]int) {
	for key := range d {
		kind, _, _ := strings.Cut(key, "\x00")
		c[kind]++
	}
}

func TestConformanceOfTheEnhancedFormat(t *testing.T) {
	const name = "sdn_enhanced_extract_2024-08-28.xml"
	files := published(t, name)
	p, entities := readSet(t, files)
	if p.Dataset != SDN || !strings.Contains(p.Title, "IRGC") {
		t.Errorf("read as %s, %q", p.Dataset, p.Title)
	}
	checkTally(t, p, entities, countEnhanced(t, files[name]), 3)
}

// countEnhanced counts elements with the decoder of the standard library.
func countEnhanced(t *testing.T, data []byte) map[string]int {
	t.Helper()
	var doc struct {
		Entities []struct {
			ID       string     `xml:"id,attr"`
			Type     string     `xml:"generalInfo>entityType"`
			Lists    []struct{} `xml:"sanctionsLists>sanctionsList"`
			Programs []string   `xml:"sanctionsPrograms>sanctionsProgram"`
			Names    []struct {
				Primary      bool   `xml:"isPrimary"`
				Low          bool   `xml:"isLowQuality"`
				Type         string `xml:"aliasType"`
				Translations []struct {
					Script string `xml:"script"`
					Full   string `xml:"formattedFullName"`
				} `xml:"translations>translation"`
			} `xml:"names>name"`
			Addresses []struct {
				Translations []struct {
					Parts []string `xml:"addressParts>addressPart>value"`
				} `xml:"translations>translation"`
			} `xml:"addresses>address"`
			Features []struct {
				Type  string `xml:"type"`
				Value string `xml:"value"`
			} `xml:"features>feature"`
			Documents []struct {
				Type   string `xml:"type"`
				Number string `xml:"documentNumber"`
			} `xml:"identityDocuments>identityDocument"`
			Relations []struct{} `xml:"relationships>relationship"`
		} `xml:"entities>entity"`
	}
	if err := xml.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	c, said := map[string]int{}, distinct{}
	for _, e := range doc.Entities {
		c[map[string]string{"Vessel": "vessels", "Aircraft": "aircraft", "Entity": "entities", "Individual": "individuals"}[e.Type]]++
		c["listings"] += len(e.Lists)
		c["listing dates"] += len(e.Lists)
		c["relations"] += len(e.Relations)
		for _, v := range e.Programs {
			said.add("program", e.ID, v)
		}
		for _, n := range e.Names {
			for _, v := range n.Translations {
				kind := n.Type
				if n.Low && kind == "A.K.A." {
					kind = "low"
				}
				said.add("names", e.ID, kind, lists.Clean(v.Full))
				if v.Script != "Latin" {
					said.add("in other scripts", e.ID, kind, lists.Clean(v.Full))
				}
			}
		}
		for _, a := range e.Addresses {
			for _, v := range a.Translations {
				if len(v.Parts) > 0 {
					said.add("addresses", e.ID, strings.Join(v.Parts, ", "))
				}
			}
		}
		for _, f := range e.Features {
			prop := map[string]string{"Website": "website", "Email Address": "email", "Place of Birth": "birthPlace", "Nationality Country": "nationality", "Citizenship Country": "citizenship", "Gender": "gender"}[f.Type]
			if strings.HasPrefix(f.Type, "Digital Currency Address - ") {
				prop = "wallets"
			}
			if prop != "" {
				said.add(prop, e.ID, lists.Clean(f.Value))
			}
		}
		for _, d := range e.Documents {
			said.add("documents", e.ID, d.Type, d.Number)
		}
	}
	said.into(c)
	return c
}
