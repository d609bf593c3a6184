package regime

// Kind is what was done.
type Kind string

// The kinds of act the paragraphs speak of.
const (
	Supply             Kind = "supply"                // goods to the DPRK
	Export             Kind = "export"                // goods from the DPRK
	ShipToShipTransfer Kind = "ship-to-ship-transfer" // goods between hulls at sea
	PortEntry          Kind = "vessel-port-entry"
	StayInPort         Kind = "vessel-stay-in-port"
	Bunkering          Kind = "bunkering"
	Insurance          Kind = "insurance"
	Flagging           Kind = "flagging" // keeping on or taking into a register
	Chartering         Kind = "chartering"
	Crewing            Kind = "crewing"
	AssetDealing       Kind = "asset-dealing" // anything that an asset freeze forbids
	EntryOrTransit     Kind = "entry-or-transit"
	TechnicalHelp      Kind = "technical-help"
	FinancialService   Kind = "financial-service"
	PaymentClearing    Kind = "payment-clearing"
	BulkCash           Kind = "bulk-cash"
	BankBranch         Kind = "bank-branch"
	SecondAccount      Kind = "second-mission-account"
	PublicLoan         Kind = "public-loan"
	TradeSupport       Kind = "trade-support"
	PropertyLease      Kind = "property-lease"
	NewJointVenture    Kind = "new-joint-venture"
	JointVenture       Kind = "joint-venture"
	WorkPermit         Kind = "work-permit"
	WorkStay           Kind = "work-stay"
	RepresentativeStay Kind = "representative-stay" // letting one who acts for a party stay
)

func kinds() []Kind {
	return []Kind{
		Supply, Export, ShipToShipTransfer, PortEntry, StayInPort, Bunkering, Insurance, Flagging, Chartering, Crewing,
		AssetDealing, EntryOrTransit, TechnicalHelp, FinancialService, PaymentClearing, BulkCash, BankBranch, SecondAccount,
		PublicLoan, TradeSupport, PropertyLease, NewJointVenture, JointVenture, WorkPermit, WorkStay, RepresentativeStay,
	}
}

// Goods most often asked for; the file regime.yaml of a regime has its whole
// vocabulary.
const (
	RefinedPetroleum = "refined-petroleum"
	CrudeOil         = "crude-oil"
	Coal             = "coal"
)

// Direction is the way goods move: "to-" or "from-" with the id of the regime.
type Direction string

// The two ways of the regime on the DPRK. An act of unknown direction leaves
// it empty.
const (
	ToDPRK   Direction = "to-dprk"
	FromDPRK Direction = "from-dprk"
)

// Need is a quality of the parties that a paragraph asks for.
type Need string

// The qualities. Each answers to a field of Act.
const (
	NeedListedParty   Need = "listed-party"
	NeedTargetShip    Need = "target-ship"
	NeedTargetParty   Need = "target-party"
	NeedTargetGovt    Need = "target-government"
	NeedSuspectedShip Need = "suspected-ship"
	NeedRefused       Need = "inspection-refused"
)

func needs() []Need {
	return []Need{NeedListedParty, NeedTargetShip, NeedTargetParty, NeedTargetGovt, NeedSuspectedShip, NeedRefused}
}

func paragraphKinds() []string {
	return []string{
		"cap", "designation", "embargo", "finance", "freeze", "inspection", "monitoring", "sector-ban", "ship-ban",
		"travel-ban", "workers",
	}
}

// dutiesOnly names the kinds of paragraph that may stand without acts: they
// lay duties on States or on the Committee.
func dutiesOnly(kind string) bool {
	return kind == "designation" || kind == "inspection" || kind == "monitoring"
}
