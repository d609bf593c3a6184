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
)

func kinds() []Kind {
	return []Kind{
		Supply, Export, ShipToShipTransfer, PortEntry, StayInPort, Bunkering, Insurance, Flagging, Chartering, Crewing,
		AssetDealing, EntryOrTransit, TechnicalHelp, FinancialService, PaymentClearing, BulkCash, BankBranch, SecondAccount,
		PublicLoan, TradeSupport, PropertyLease, NewJointVenture, JointVenture, WorkPermit, WorkStay,
	}
}

// Goods most often asked for; goods() has the whole vocabulary.
const (
	RefinedPetroleum = "refined-petroleum"
	CrudeOil         = "crude-oil"
	Coal             = "coal"
)

func goods() []string {
	return []string{
		"aviation-fuel", Coal, "condensates", "copper", CrudeOil, "dual-use-goods", "earth-and-stone",
		"electrical-equipment", "fishing-rights", "food", "gold", "helicopters", "iron", "iron-ore", "lead", "lead-ore",
		"luxury-goods", "machinery", "major-arms", "metals", "military-use-goods", "natural-gas-liquids", "new-vessels",
		"nickel", "rare-earths", RefinedPetroleum, "seafood", "silver", "small-arms", "statues", "steel", "textiles",
		"titanium-ore", "used-vessels", "vanadium-ore", "vehicles", "wmd-items", "wood", "zinc",
	}
}

// Direction is the way goods move.
type Direction string

// The two ways. An act of unknown direction leaves it empty.
const (
	ToDPRK   Direction = "to-dprk"
	FromDPRK Direction = "from-dprk"
)

// Need is a quality of the parties that a paragraph asks for.
type Need string

// The qualities. Each answers to a field of Act.
const (
	NeedListedParty   Need = "listed-party"
	NeedDPRKShip      Need = "dprk-ship"
	NeedDPRKParty     Need = "dprk-party"
	NeedDPRKGovt      Need = "dprk-government"
	NeedSuspectedShip Need = "suspected-ship"
	NeedRefused       Need = "inspection-refused"
)

func needs() []Need {
	return []Need{NeedListedParty, NeedDPRKShip, NeedDPRKParty, NeedDPRKGovt, NeedSuspectedShip, NeedRefused}
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
