// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import java.net.SocketOption;
import java.net.StandardSocketOptions;

/** Options of a connection can be set and looked up at any time. */
final class OptionCases {
    private static final SocketOption<Boolean> NO_DELAY = StandardSocketOptions.TCP_NODELAY;

    private OptionCases() {}

    /** An option that no stream has. */
    private static final class Nonsense implements SocketOption<Boolean> {
        @Override
        public String name() {
            return "NONSENSE";
        }

        @Override
        public Class<Boolean> type() {
            return Boolean.class;
        }

        @Override
        public String toString() {
            return name();
        }
    }

    private static void assertCanBeSet(NetworkStreamInterface stream) throws Exception {
        for (boolean value : new boolean[] {true, false, true}) {
            stream.setOption(NO_DELAY, value);
            Expect.that(
                    Boolean.valueOf(value).equals(stream.getOption(NO_DELAY)),
                    "getOption(TCP_NODELAY) is not the value that was set, " + value);
        }
    }

    @Behaviour(
            id = "OPT_01",
            rule = Rule.STREAM,
            needs = Capability.TCP_OPTIONS,
            title = "an option that was set has its value",
            hint = "setOption and getOption, and a decorator's forwarding of them")
    static void anOptionKeepsItsValue(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();

        Expect.that(connection.stream().supportedOptions().contains(NO_DELAY), "supportedOptions() lacks TCP_NODELAY");
        assertCanBeSet(connection.stream());
    }

    @Behaviour(
            id = "OPT_02",
            rule = Rule.STREAM,
            title = "an option that is not supported is an UnsupportedOperationException, and changes nothing",
            hint = "options that are silently ignored")
    static void anUnknownOptionIsRefused(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        SocketOption<Boolean> nonsense = new Nonsense();

        Expect.that(!stream.supportedOptions().contains(nonsense), "supportedOptions() has NONSENSE");
        Expect.failure(UnsupportedOperationException.class, () -> stream.setOption(nonsense, true));
        Expect.failure(UnsupportedOperationException.class, () -> stream.getOption(nonsense));
        connection.peer().send("ok");
        Expect.sameBytes(Bytes.ascii("ok"), Bytes.read(stream, 2, 2), "the data read afterwards");
    }

    @Behaviour(
            id = "OPT_03",
            rule = Rule.D4,
            needs = Capability.TCP_OPTIONS,
            title = "a value that is out of range is an IllegalArgumentException, and changes nothing",
            hint = "values that are passed to the system unchecked")
    static void aBadValueIsRefused(CaseContext kit) throws Exception {
        NetworkStreamInterface stream = kit.connect().stream();
        Integer before = stream.getOption(StandardSocketOptions.SO_SNDBUF);

        Expect.failure(IllegalArgumentException.class, () -> stream.setOption(StandardSocketOptions.SO_SNDBUF, -1));
        Expect.that(
                before != null && before.equals(stream.getOption(StandardSocketOptions.SO_SNDBUF)),
                "SO_SNDBUF has changed by a value that was refused");
    }

    @Behaviour(
            id = "OPT_04",
            rule = Rule.D18,
            needs = Capability.TCP_OPTIONS,
            title = "after close, an option fails as closed, and supportedOptions still works",
            hint = "the system's own error for a closed descriptor")
    static void aClosedStreamHasNoOptions(CaseContext kit) throws Exception {
        NetworkStreamInterface stream = kit.connect().stream();
        stream.close();

        Expect.closed(() -> stream.setOption(NO_DELAY, true));
        Expect.closed(() -> stream.getOption(NO_DELAY));
        Expect.that(stream.supportedOptions().contains(NO_DELAY), "supportedOptions() lacks TCP_NODELAY after close");
    }

    @Behaviour(
            id = "OPT_05",
            rule = Rule.D9,
            needs = Capability.TCP_OPTIONS,
            title = "options are set while another thread is blocked in a read, over TLS",
            hint = "a lock that options share with readers; a TLS layer that does not forward them",
            eachTls = true)
    static void optionsWaitForNoReader(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        TlsScript.server(connection.peer(), kit.protocol()).shakeHandsWith(stream, kit);
        BackgroundCall<byte[]> reader = kit.start(() -> stream.read(1)).awaitBlocked();

        Expect.soon(() -> assertCanBeSet(stream));

        stream.close();
        Expect.closed(reader.failure());
    }
}
