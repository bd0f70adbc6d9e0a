/**
 * The demonstration: a broker of its own, sample reviews played into the service, and what the service made of them on
 * the terminal. Nothing depends on it but its command.
 */
package dev.verdict.demo;
