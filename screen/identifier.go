package screen

import (
	"plimsoll/ftm"
	"plimsoll/names"
)

type idKind uint8

const (
	kindIMO idKind = iota + 1
	kindMMSI
	kindBIC
	kindWallet
	kindDocument
	kindCallSign
	kindAddress // see address.keys: no identifier, but found like one
)

// identifier is a number in its normal form.
type identifier struct {
	kind  idKind
	value string
	prop  string
}

// documents are numbers of passports and registers. They share one key space,
// for one list's passport number is another's identity number.
var documents = map[string]bool{
	"passportNumber": true, "idNumber": true, "registrationNumber": true, "taxNumber": true, "socialSecurityNumber": true,
	"innCode": true, "ogrnCode": true, "okpoCode": true, "vatCode": true, "leiCode": true, "dunsCode": true,
	"uniqueEntityId": true, "accountNumber": true, "iban": true, "isinCode": true,
}

// identifierScore is how much an equal number says by itself. An MMSI goes
// from ship to ship with the flag, and is easily sent by another: alone it is
// just an alert. So does a call sign.
var identifierScore = map[idKind]float64{
	kindIMO: 0.99, kindWallet: 0.99, kindBIC: 0.97, kindDocument: 0.95, kindMMSI: 0.85, kindCallSign: 0.80,
}

func readIdentifier(prop, value string, schema *ftm.Schema) (identifier, bool) {
	id := identifier{prop: prop}
	var ok bool
	switch {
	case prop == "imoNumber" && schema != nil && schema.Is("LegalEntity"):
		id.kind = kindDocument // IMO company numbers look like ship numbers and are not
		id.value, ok = names.Document("IMO company " + value)
	case prop == "imoNumber":
		id.kind = kindIMO
		id.value, ok = names.IMO(value)
	case prop == "mmsi":
		id.kind = kindMMSI
		id.value, _, ok = names.MMSI(value)
	case prop == "callSign":
		id.kind = kindCallSign
		id.value, ok = names.CallSign(value)
	case prop == "swiftBic" || prop == "bic":
		id.kind = kindBIC
		id.value, ok = names.BIC(value)
	case prop == "publicKey" || prop == "cryptoWallet":
		id.kind = kindWallet
		id.value, ok = names.Wallet(value)
	case documents[prop]:
		id.kind = kindDocument
		id.value, ok = names.Document(value)
	}
	return id, ok
}

// title names a property in a sentence.
func title(prop string) string {
	switch prop {
	case "imoNumber":
		return "IMO"
	case "mmsi":
		return "MMSI"
	case "callSign":
		return "call sign"
	case "swiftBic", "bic":
		return "BIC"
	case "passportNumber":
		return "passport number"
	case "idNumber":
		return "identity number"
	case "registrationNumber":
		return "registration number"
	case "publicKey", "cryptoWallet":
		return "wallet address"
	}
	return prop
}
