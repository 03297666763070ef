package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// scaleDoc is the document that has the table of the steps, between two comments.
const (
	scaleDoc   = "docs/scale.md"
	blockBegin = "<!-- written by make scale ARGS=-write -->\n"
	blockEnd   = "<!-- end of what make scale writes -->\n"
)

// cutBlock returns what is before, in and after the block of a document, which includes
// neither comment.
func cutBlock(text string) (before, block, after string, err error) {
	before, rest, begins := strings.Cut(text, blockBegin)
	block, after, ends := strings.Cut(rest, blockEnd)
	if !begins || !ends {
		return "", "", "", fmt.Errorf("%s has no block between %q and %q", scaleDoc, blockBegin, blockEnd)
	}
	return before, block, after, nil
}

// writeDoc replaces the block of the document by the report.
func (r scaled) writeDoc(root string) error {
	path := filepath.Join(root, scaleDoc)
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, _, after, err := cutBlock(string(text))
	if err != nil {
		return err
	}
	var block bytes.Buffer
	if err := r.write(&block, true); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(before+blockBegin+block.String()+blockEnd+after), 0o644)
}
