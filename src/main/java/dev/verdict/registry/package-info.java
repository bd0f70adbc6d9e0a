/**
 * The models of all instances, kept on Kafka topics: publishing, activating, switching, comparing. Must not know how models
 * are trained, nor who asks over HTTP.
 */
package dev.verdict.registry;
