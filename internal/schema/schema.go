// Package schema names the keys, attributes and indexes of the tables, for the
// constructs that define them and the functions that use them.
package schema
