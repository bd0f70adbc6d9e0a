package dev.verdict.stream;

import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** What a Kafka client would measure. */
record FixedMetric(MetricName metricName, Object metricValue) implements Metric {}
