// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectRequestTest {
    private static final ConnectRequest HOST = ConnectRequest.to("host.example", 80);

    private static InetAddress address(String name) throws UnknownHostException {
        byte[] bytes = {(byte) 192, 0, 2, 1};
        return name == null ? InetAddress.getByAddress(bytes) : InetAddress.getByAddress(name, bytes);
    }

    @Test
    void aHostIsCheckedAndSpeltInOneWay() {
        assertThat(ConnectRequest.to("[::1]", 80)).hasToString("[::1]:80");
        assertThat(ConnectRequest.to("b\u00fccher.example", 80).host()).isEqualTo("xn--bcher-kva.example");
        assertThatIllegalArgumentException().isThrownBy(() -> ConnectRequest.to("a b", 80));
        assertThatIllegalArgumentException().isThrownBy(() -> ConnectRequest.to("a", 65536));
    }

    @Test
    void aResolvedAddressKeepsItsNameAndIsTheOnlyAddress() throws Exception {
        ConnectRequest named = ConnectRequest.to(new InetSocketAddress(address("host.example"), 80));
        assertThat(named).hasToString("host.example:80");
        assertThat(named.addresses()).containsExactly(address(null));
        ConnectRequest nameless = ConnectRequest.to(new InetSocketAddress(address(null), 80));
        assertThat(nameless.host()).isEqualTo("192.0.2.1");
        assertThat(nameless.addresses()).containsExactly(address(null));
    }

    @Test
    void aNameThatIsNoHostDoesNotKeepFromConnectingToAnAddress() throws Exception {
        ConnectRequest request = ConnectRequest.to(new InetSocketAddress(address("not a host"), 80));
        assertThat(request).hasToString("192.0.2.1:80");
    }

    @Test
    void anUnresolvedAddressIsAHostToLookUp() {
        ConnectRequest request = ConnectRequest.to(InetSocketAddress.createUnresolved("host.example", 80));
        assertThat(request).hasToString("host.example:80");
        assertThat(request.addresses()).isEmpty();
    }

    @Test
    void eachSettingLeavesTheOthersAndTheOriginalAsTheyAre() throws Exception {
        List<InetAddress> addresses = new ArrayList<>(List.of(address(null)));
        InetSocketAddress local = new InetSocketAddress(address(null), 0);
        CancellationSignal signal = new CancellationSignal();
        ConnectRequest full = HOST.withOption(StandardSocketOptions.SO_RCVBUF, 1)
                .withCancellation(signal)
                .withLocalAddress(local)
                .withOption(StandardSocketOptions.SO_RCVBUF, 2)
                .withAddresses(addresses);
        addresses.clear();

        assertThat(full.addresses()).containsExactly(address(null));
        assertThat(full.localAddress()).isEqualTo(local);
        assertThat(full.options()).containsExactly(java.util.Map.entry(StandardSocketOptions.SO_RCVBUF, 2));
        assertThat(full.cancellation()).isSameAs(signal);
        assertThat(HOST.options()).isEmpty();
        assertThat(HOST.localAddress()).isNull();
        assertThat(HOST.cancellation()).isNull();
    }

    @Test
    void anotherTargetHasToBeLookedUp() throws Exception {
        ConnectRequest redirected = HOST.withAddresses(List.of(address(null)))
                .withOption(StandardSocketOptions.SO_RCVBUF, 1)
                .withTarget("other.example", 81);
        assertThat(redirected).hasToString("other.example:81");
        assertThat(redirected.addresses()).isEmpty();
        assertThat(redirected.options()).hasSize(1);
    }

    @Test
    void aLocalAddressMustBeResolved() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HOST.withLocalAddress(InetSocketAddress.createUnresolved("me.example", 0)))
                .withMessageContaining("me.example");
    }

    @Test
    void whatABackendCannotSetIsNamed() throws Exception {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> HOST.withOption(StandardSocketOptions.IP_TOS, 1)
                        .requireOptionsAmong(Set.of(StandardSocketOptions.SO_RCVBUF), "<B>"))
                .withMessage("connect to host.example:80: option (IP_TOS) must be one that <B> can set on a connection:"
                        + " [SO_RCVBUF]");
        ConnectRequest local = HOST.withLocalAddress(new InetSocketAddress(address(null), 7));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> local.requireNoLocalAddress("<B>"))
                .withMessageContaining("192.0.2.1:7")
                .withMessageContaining("<B>");
    }
}
