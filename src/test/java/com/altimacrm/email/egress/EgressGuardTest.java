package com.altimacrm.email.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inner networks stay out of reach however they are written, and what an operator allows is reached. */
class EgressGuardTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "100.100.100.200",
                "0.0.0.0",
                "224.0.0.1",
                "239.1.1.1",
                "240.0.0.1",
                "255.255.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "192.88.99.1",
                "168.63.129.16"
            })
    void innerAndSpecialIpv4IsRefused(String host) {
        assertRefused(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "[::1]",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "fc00::1",
                "fdff::1",
                "fd00:ec2::254",
                "ff02::1",
                "2001:db8::1",
                "2001::1",
                "2001:2::1",
                "3fff::1",
                "::ffff:127.0.0.1",
                "::ffff:7f00:1",
                "[::ffff:10.0.0.1]",
                "::ffff:0:10.0.0.1",
                "::127.0.0.1",
                "::a00:1",
                "64:ff9b::127.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "2002:7f00:1::",
                "2002:a9fe:a9fe::1",
                "100::1",
                "4000::1",
                "0:0:0:0:0:0:0:1",
                "5f00::1"
            })
    void innerAndSpecialIpv6AndIpv4InsideItIsRefused(String host) {
        assertRefused(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f000001",
                "0X7F.1",
                "017700000001",
                "0177.0.0.1",
                "127.1",
                "127.0.1",
                "0x7f.0.0.1",
                "127.0.0.01",
                "127.0.0.1.",
                "127.000.000.001",
                "8.8.2056",
                "134744072",
                "010.010.010.010",
                "1.2.3.4.5",
                "256.1.1.1",
                "127.0.0.0x1",
                "１２７.0.0.1",
                "127。0。0。1",
                "0",
                "0x",
                "[127.0.0.1]",
                "[localhost]",
                "::1%lo",
                "fe80::1%eth0",
                "[::1",
                "1:2:3",
                "::g",
                ":::",
                "1::2::3",
                "12345::"
            })
    void oddNotationsAreRefusedByForm(String host) {
        assertRefused(host);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {" ", ".", "..", "a..b", "-a.example", "a b.example", "a\r\nb", "user@host", "host/path", "a_b"})
    void whatIsNoHostIsRefused(String host) {
        assertRefused(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "localhost."})
    void nameThatLeadsInsideIsRefusedAndTheMessageNamesTheRemedy(String host) {
        assertThatThrownBy(() -> admit(guard(), host))
                .isInstanceOf(EgressRefused.class)
                .hasMessageContaining("localhost")
                .hasMessageContaining("EGRESS_ALLOW");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "100.63.255.255",
                "172.32.0.1",
                "198.20.0.1",
                "2606:4700::1111",
                "[2a00:1450::5]",
                "64:ff9b::8.8.8.8",
                "::ffff:8.8.8.8",
                "2002:808:808::1"
            })
    void publicAddressIsAdmittedAsItIs(String host) {
        InetSocketAddress address = admit(guard(), host);

        assertThat(address.isUnresolved()).isFalse();
        assertThat(address.getPort()).isEqualTo(25);
    }

    @Test
    void allowedNameIsReachedAtItsCheckedAddressAndKeepsItsNameForTheCertificate() {
        InetSocketAddress address = admit(guard("localhost"), "LocalHost.");

        assertThat(address.isUnresolved()).isFalse();
        assertThat(address.getAddress().isLoopbackAddress()).isTrue();
        assertThat(address.getHostString()).isEqualTo("localhost");
    }

    @Test
    void allowedNetworkOpensItsAddressesAndNoOther() {
        EgressGuard guard = guard("127.0.0.0/8", "fd00:1::/32", "10.1.2.3");

        assertThat(admit(guard, "127.0.0.9").getPort()).isEqualTo(25);
        assertThat(admit(guard, "::ffff:127.0.0.9").getPort()).isEqualTo(25);
        assertThat(admit(guard, "fd00:1::7").getPort()).isEqualTo(25);
        assertThat(admit(guard, "10.1.2.3").getPort()).isEqualTo(25);
        assertThatThrownBy(() -> admit(guard, "10.1.2.4")).isInstanceOf(EgressRefused.class);
        assertThatThrownBy(() -> admit(guard, "fd00:2::7")).isInstanceOf(EgressRefused.class);
    }

    @Test
    void allowedNetworkDoesNotOpenOddNotations() {
        assertThatThrownBy(() -> admit(guard("127.0.0.0/8"), "2130706433")).isInstanceOf(EgressRefused.class);
    }

    @Test
    void unknownNameIsUnresolvedAndNotRefused() {
        assertThatThrownBy(() -> admit(guard(), "no-such-host.invalid"))
                .isInstanceOf(EgressUnresolved.class)
                .hasMessageContaining("no-such-host.invalid");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65536})
    void portOutsideTheRangeIsRefused(int port) {
        assertThatThrownBy(() -> guard().admit("8.8.8.8", port).await().atMost(LIMIT))
                .isInstanceOf(EgressRefused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0/8", "300.1.1.1", "fd00::/129", "10.0.0.0/x", "host/8"})
    void faultyEntryOfTheAllowListStopsTheStart(String entry) {
        assertThatThrownBy(() -> guard(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(entry);
    }

    private static void assertRefused(String host) {
        assertThatThrownBy(() -> admit(guard(), host)).isInstanceOf(EgressRefused.class);
    }

    private static EgressGuard guard(String... allow) {
        return new EgressGuard(VERTX, List.of(allow), Duration.ofSeconds(10));
    }

    private static InetSocketAddress admit(EgressGuard guard, String host) {
        return guard.admit(host, 25).await().atMost(LIMIT);
    }
}
