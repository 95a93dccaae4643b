// Package rollbook speaks the API of Rollbook, a people register that does not
// exist: a fifth vendor, unlike the other four, with which tests prove that a
// vendor is one folder and one line in a table. README.md holds its sheet.
package rollbook
