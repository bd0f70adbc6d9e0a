package dev.verdict.rollup;

import org.apache.kafka.streams.state.HostInfo;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where other instances reach this one. All speak the same scheme, as Kafka Streams tells them no more than hosts and ports.
 *
 * @param scheme {@code http} or {@code https}
 */
record AdvertisedUrl(String scheme, HostInfo host) {
    private static final Pattern FORM = Pattern.compile("(https?)://([^/:@?#\\s]+):([1-9]\\d{0,4})/?");

    /** @throws IllegalArgumentException if it has not the form {@code http://host:port} */
    static AdvertisedUrl parse(String url) {
        Matcher matcher = FORM.matcher(url.strip());
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65_535) {
            throw new IllegalArgumentException(
                    "VERDICT_ROLLUP_ADVERTISED_URL must be like http://10.0.0.7:8080, not \"" + url + "\"");
        }
        return new AdvertisedUrl(matcher.group(1), new HostInfo(matcher.group(2), Integer.parseInt(matcher.group(3))));
    }

    /** This machine's address, as its own name resolves to it. */
    static AdvertisedUrl ofThisMachine(int port) {
        try {
            String address = InetAddress.getLocalHost().getHostAddress();
            return new AdvertisedUrl("http", new HostInfo(address.contains(":") ? "localhost" : address, port));
        } catch (UnknownHostException _) {
            return new AdvertisedUrl("http", new HostInfo("localhost", port));
        }
    }

    /** The value of Kafka Streams' {@code application.server}. */
    String server() {
        return host.host() + ":" + host.port();
    }

    URI at(HostInfo other, String pathAndQuery) {
        return URI.create(scheme + "://" + other.host() + ":" + other.port() + pathAndQuery);
    }
}
