// Package schema names the keys, attributes and indexes of the tables, once for the
// constructs that define them and for the functions that use them.
package schema
