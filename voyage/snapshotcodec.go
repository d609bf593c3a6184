package voyage

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"reflect"
	"slices"
	"time"
	"unsafe"
)

// A state is a graph: hulls point to each other, pairs and timers to hulls. It
// is written as the value it is, each thing pointed to once, by the order in
// which it was met. Fields tagged snap:"-" are scratch and left out.

type pointer struct {
	at  unsafe.Pointer
	typ reflect.Type
}

type stateWriter struct {
	out  *bufio.Writer
	seen map[pointer]uint64
}

func (e *stateWriter) uint(v uint64) {
	var b [binary.MaxVarintLen64]byte
	_, _ = e.out.Write(b[:binary.PutUvarint(b[:], v)]) // what fails is told by Flush
}

func (e *stateWriter) int(v int64) {
	var b [binary.MaxVarintLen64]byte
	_, _ = e.out.Write(b[:binary.PutVarint(b[:], v)])
}

var timeType = reflect.TypeFor[time.Time]()

func (e *stateWriter) value(v reflect.Value) {
	v = open(v)
	switch v.Kind() {
	case reflect.Bool:
		e.uint(uint64(b2i(v.Bool())))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		e.int(v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		e.uint(v.Uint())
	case reflect.Float32, reflect.Float64:
		e.uint(math.Float64bits(v.Float()))
	case reflect.String:
		e.uint(uint64(v.Len()))
		_, _ = e.out.WriteString(v.String())
	case reflect.Slice:
		e.uint(uint64(v.Len()) + uint64(b2i(!v.IsNil())))
		for i := range v.Len() {
			e.value(v.Index(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			e.value(v.Index(i))
		}
	case reflect.Map:
		e.table(v)
	case reflect.Pointer:
		e.pointed(v)
	case reflect.Struct:
		e.fields(v)
	default:
		panic("voyage: a state cannot hold a " + v.Type().String()) // a test saves one
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (e *stateWriter) fields(v reflect.Value) {
	if v.Type() == timeType {
		t, _ := v.Interface().(time.Time)
		e.int(t.Unix())
		e.int(int64(t.Nanosecond()))
		return
	}
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("snap") != "-" {
			e.value(v.Field(i))
		}
	}
}

// open lifts the protection of a field that is not exported.
func open(v reflect.Value) reflect.Value {
	if v.CanInterface() {
		return v
	}
	return reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem() //nolint:gosec // of the state alone
}

func (e *stateWriter) table(v reflect.Value) {
	e.uint(uint64(v.Len()) + uint64(b2i(!v.IsNil())))
	keys := v.MapKeys()
	slices.SortFunc(keys, compareKeys)
	for _, k := range keys {
		e.value(addressable(k))
		e.value(addressable(v.MapIndex(k)))
	}
}

// addressable copies what a map holds to where its fields can be read.
func addressable(v reflect.Value) reflect.Value {
	at := reflect.New(v.Type()).Elem()
	at.Set(v)
	return at
}

func compareKeys(a, b reflect.Value) int {
	switch a.Kind() {
	case reflect.String:
		return cmp.Compare(a.String(), b.String())
	case reflect.Int, reflect.Int32, reflect.Int64:
		return cmp.Compare(a.Int(), b.Int())
	case reflect.Array:
		for i := range a.Len() {
			if c := compareKeys(a.Index(i), b.Index(i)); c != 0 {
				return c
			}
		}
		return 0
	case reflect.Struct:
		for i := range a.NumField() {
			if c := compareKeys(a.Field(i), b.Field(i)); c != 0 {
				return c
			}
		}
		return 0
	default:
		return cmp.Compare(a.Uint(), b.Uint())
	}
}

func (e *stateWriter) pointed(v reflect.Value) {
	if v.IsNil() {
		e.uint(0)
		return
	}
	key := pointer{v.UnsafePointer(), v.Type()}
	if n, ok := e.seen[key]; ok {
		e.uint(n)
		return
	}
	n := uint64(len(e.seen)) + 1
	e.seen[key] = n
	e.uint(n)
	e.value(v.Elem())
}

type stateReader struct {
	in   []byte
	made []reflect.Value // pointers, by number
}

// read fills a value. What is read was written by this very program, as its
// checksum shows; damage all the same ends in an error, not in a crash.
func (d *stateReader) read(v reflect.Value) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("reading what was watched: the state is damaged: %v", r)
		}
	}()
	d.value(v)
	if len(d.in) > 0 {
		return fmt.Errorf("reading what was watched: %d bytes are left over", len(d.in))
	}
	return nil
}

func (d *stateReader) uint() uint64 {
	v, n := binary.Uvarint(d.in)
	if n <= 0 {
		panic("it is cut short")
	}
	d.in = d.in[n:]
	return v
}

func (d *stateReader) int() int64 {
	v, n := binary.Varint(d.in)
	if n <= 0 {
		panic("it is cut short")
	}
	d.in = d.in[n:]
	return v
}

// count reads a length that what is left can hold.
func (d *stateReader) count() int {
	n := d.uint()
	if n > uint64(len(d.in))+1 {
		panic("it is cut short")
	}
	return int(n) //nolint:gosec // just bounded
}

func (d *stateReader) value(v reflect.Value) {
	v = open(v)
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(d.uint() != 0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(d.int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(d.uint())
	case reflect.Float32, reflect.Float64:
		v.SetFloat(math.Float64frombits(d.uint()))
	case reflect.String:
		n := d.count()
		v.SetString(string(d.in[:n]))
		d.in = d.in[n:]
	case reflect.Slice:
		if n := d.count(); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n-1, n-1))
			for i := range n - 1 {
				d.value(v.Index(i))
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			d.value(v.Index(i))
		}
	case reflect.Map:
		d.table(v)
	case reflect.Pointer:
		d.pointed(v)
	case reflect.Struct:
		d.fields(v)
	default:
		panic("a state cannot hold a " + v.Type().String())
	}
}

func (d *stateReader) fields(v reflect.Value) {
	if v.Type() == timeType {
		seconds, nanos := d.int(), d.int()
		v.Set(reflect.ValueOf(time.Unix(seconds, nanos).UTC()))
		return
	}
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("snap") != "-" {
			d.value(v.Field(i))
		}
	}
}

func (d *stateReader) table(v reflect.Value) {
	n := d.count()
	if n == 0 {
		return
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), n-1))
	for range n - 1 {
		key, val := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		d.value(key)
		d.value(val)
		v.SetMapIndex(key, val)
	}
}

func (d *stateReader) pointed(v reflect.Value) {
	n := d.uint()
	switch {
	case n == 0:
	case n < uint64(len(d.made)):
		v.Set(d.made[n])
	case n == uint64(len(d.made)):
		p := reflect.New(v.Type().Elem())
		d.made = append(d.made, p)
		v.Set(p)
		d.value(p.Elem())
	default:
		panic("it points to what was not read")
	}
}

// describe writes the layout of a type.
func describe(out io.Writer, t reflect.Type, seen map[reflect.Type]bool) {
	fmt.Fprintf(out, "%s ", t)
	if seen[t] || t == timeType {
		return
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.Tag.Get("snap") != "-" {
				fmt.Fprintf(out, "%s:", f.Name)
				describe(out, f.Type, seen)
			}
		}
	case reflect.Pointer, reflect.Slice, reflect.Array:
		describe(out, t.Elem(), seen)
	case reflect.Map:
		describe(out, t.Key(), seen)
		describe(out, t.Elem(), seen)
	default:
	}
}
