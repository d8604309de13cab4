// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** One connection of the fuzz test, determined by a seed, and the check of its outcome. */
final class FuzzRound {
    private static final int[] MAX_CUTS = {1, 3, 100, 4_000, 1_000_000};

    final long seed;
    final FuzzedWire wire;
    private final SplittableRandom random;
    private final FuzzFault fault;
    private final String protocol;
    private final FuzzSide[] sides = new FuzzSide[2];
    private final SSLEngine[] engines = new SSLEngine[2];
    private final boolean bothOurs;
    private final boolean halfCloses;
    private final int ours;

    FuzzRound(long seed, SSLContext client, SSLContext server) {
        this.seed = seed;
        random = new SplittableRandom(seed);
        fault = FuzzFault.random(random);
        protocol = random.nextBoolean() ? "TLSv1.3" : "TLSv1.2";
        int maxCut = MAX_CUTS[random.nextInt(MAX_CUTS.length)];
        wire = new FuzzedWire(random, maxCut, fault);
        int maxData = maxCut < 100 ? 2_000 : random.nextInt(8) == 0 ? 100_000 : 10_000;
        byte[] toServer = FuzzSide.data(random, maxData);
        byte[] toClient = FuzzSide.data(random, maxData);
        sides[0] = new FuzzSide(toServer, toClient);
        sides[1] = new FuzzSide(toClient, toServer);
        // Without host and port, so that no session is resumed: a round must not depend on earlier ones.
        engines[0] = client.createSSLEngine();
        engines[1] = server.createSSLEngine();
        for (int end = 0; end < 2; end++) {
            engines[end].setUseClientMode(end == 0);
            engines[end].setEnabledProtocols(new String[] {protocol});
        }
        bothOurs = random.nextInt(8) == 0;
        halfCloses = protocol.equals("TLSv1.3") && random.nextBoolean();
        ours = random.nextInt(2);
    }

    /** Runs to its end; if the outcome is wrong, throws an AssertionError that names the seed. */
    void run(Executor threads) throws Exception {
        if (bothOurs) {
            runBothOurs(threads);
        } else {
            runAgainstEngine();
        }
        List<String> findings = new ArrayList<>();
        judge(0, findings);
        judge(1, findings);
        if (wire.hasHung()) {
            findings.add("both ends wait, and nothing will come");
        }
        if (!findings.isEmpty()) {
            AssertionError error = new AssertionError(findings + "\n" + this);
            for (FuzzSide side : sides) {
                side.failures().forEach(error::addSuppressed);
            }
            throw error;
        }
    }

    private void runAgainstEngine() throws SSLException {
        int theirs = 1 - ours;
        EnginePeer peer = new EnginePeer(wire, theirs, engines[theirs], sides[theirs], random.split(), halfCloses);
        FuzzedStream stream = stream(ours);
        wire.pump(peer::step);
        wire.onClose(fault.end() == ours ? stream::closeSoon : peer::closeSoon);
        stream.run(() -> {
            for (int steps = random.nextInt(6); steps > 0 && peer.step(); steps--) {
                // the peer approximately keeps up
            }
        });
        while (peer.step()) {
            // bytes in transit arrive
        }
    }

    private void runBothOurs(Executor threads) throws Exception {
        FuzzedStream[] streams = {stream(0), stream(1)};
        FutureTask<Void> closing = new FutureTask<>(streams[fault.end()]::closeItself, null);
        wire.onClose(() -> threads.execute(closing));
        FutureTask<Void> other = new FutureTask<>(() -> {
            streams[1].runWithWriter(threads);
            return null;
        });
        threads.execute(other);
        streams[0].runWithWriter(threads);
        other.get();
        if (fault.kind() == FuzzFault.Kind.CLOSE && wire.hasStruck()) {
            closing.get();
        }
    }

    private FuzzedStream stream(int end) {
        return new FuzzedStream(wire, end, engines[end], sides[end], random.split(), halfCloses);
    }

    private void judge(int end, List<String> findings) {
        FuzzSide side = sides[end];
        FuzzSide other = sides[1 - end];
        String name = "end " + end + ": ";
        if (side.wrong != null) {
            findings.add(name + side.wrong);
        }
        for (Throwable failure : side.failures()) {
            boolean expected = failure instanceof SSLException
                    || (failure instanceof SocketException
                            && (wire.hasFailed(end) || side.closedItself || side.gaveUp));
            if (!expected) {
                findings.add(name + "failed in no way it should: " + failure);
            }
        }
        // An end that stops reading closes, which sends close_notify if its writer was busy when reading failed.
        boolean ended = other.saidClose || other.gaveUp;
        if (side.sawEnd && (!ended || side.received < other.written)) {
            findings.add(name + "took for the end what was none");
        }
        if (!side.sawEnd && !side.closedItself && !side.hasFailed()) {
            findings.add(name + "saw neither end nor failure");
        }
        if (!wire.hasStruck()) {
            judgeUndisturbed(name, side, other, findings);
        }
    }

    /** Its own close_notify may come too late for a peer that has closed; then it does not read any more. */
    private static void judgeUndisturbed(String name, FuzzSide side, FuzzSide other, List<String> findings) {
        boolean tooLate = side.hasFailed() && other.closedItself && other.hasReceivedAll();
        if ((!side.hasReceivedAll() && !tooLate) || side.written < side.toSend.length) {
            findings.add(name + "nothing went wrong, and not all has arrived");
        }
        if (side.hasFailed() && !other.closedItself) {
            findings.add(name + "failed, and nothing went wrong");
        }
        if (!side.sawEnd && !side.closedItself && !other.closedItself) {
            findings.add(name + "nothing went wrong, and the end was not seen");
        }
    }

    @Override
    public String toString() {
        return "seed " + seed + ": " + protocol + ", "
                + (bothOurs ? "both ends ours" : "end " + ours + " ours") + ", " + fault
                + (wire.hasStruck() ? " (struck)" : "") + "\n  client: " + sides[0] + "\n  server: " + sides[1];
    }
}
