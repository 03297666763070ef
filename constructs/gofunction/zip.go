package gofunction

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"time"
)

// executable is the name of the file that Lambda runs.
const executable = "bootstrap"

// writeZip writes a Lambda archive with the program as its only file. Mode (0755) and
// time are fixed, so that the same program always gives the same archive and hash.
func writeZip(name string, program []byte) error {
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	header := &zip.FileHeader{Name: executable, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
	header.SetMode(0o755)
	file, err := w.CreateHeader(header)
	if err != nil {
		return err
	}
	if _, err := file.Write(program); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return replace(name, archive.Bytes())
}

// replace writes a file atomically, for processes that read or write it at the same
// time.
func replace(name string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(name), ".part-*")
	if err != nil {
		return err
	}
	defer os.Remove(part.Name())
	_, err = part.Write(content)
	if closed := part.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(part.Name(), name)
}
