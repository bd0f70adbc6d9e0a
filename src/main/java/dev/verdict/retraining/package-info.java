/**
 * Training runs that are asked for over Kafka and done by one trainer at a time. It decides who trains what and when, and tells
 * how it goes; how a network is trained is not its business.
 */
package dev.verdict.retraining;
