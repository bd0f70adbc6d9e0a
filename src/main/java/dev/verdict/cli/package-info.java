/** The commands of the program; each reads its arguments, asks the package whose feature it is, and prints. */
package dev.verdict.cli;
