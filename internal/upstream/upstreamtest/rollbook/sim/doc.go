// Package sim simulates Rollbook, the people register that does not exist: signed
// requests, lists by token, writes by form, refusals in XML. Comments name the
// section of the sheet, which is the README.md beside the connector.
//
// What is not here: keys that may only read (403), and a limit of requests (429);
// a test schedules them as faults.
package sim
