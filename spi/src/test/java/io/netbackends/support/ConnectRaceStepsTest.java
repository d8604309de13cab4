// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.support.ConnectRace.Await;
import io.netbackends.support.ConnectRace.GiveUp;
import io.netbackends.support.ConnectRace.Start;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The single decisions of a race, with a clock that overflows in between. */
class ConnectRaceStepsTest {
    private static final long START = Long.MAX_VALUE - 1;
    private static final InetSocketAddress ONE = address(1);
    private static final InetSocketAddress TWO = address(2);

    private final ConnectRace race = new ConnectRace("connect to example.org:80", List.of(ONE, TWO));

    private static InetSocketAddress address(int last) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last}), 80);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static long after(long millis) {
        return START + Duration.ofMillis(millis).toNanos();
    }

    private static Await await(long millis) {
        return new Await(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void whatIsLeftOfTheDelayIsWaitedForHoweverOftenTheDriverAsks() {
        assertThat(race.next(START)).isEqualTo(new Start(ONE));
        assertThat(race.next(START)).isEqualTo(await(250));
        assertThat(race.next(after(249))).isEqualTo(await(1));
        assertThat(race.next(after(250))).isEqualTo(new Start(TWO));
        assertThat(race.next(after(251))).isEqualTo(new Await(Long.MAX_VALUE));
    }

    @Test
    void aFailureEndsTheDelayOnceOnly() {
        ConnectRace three = new ConnectRace("connect to example.org:80", List.of(ONE, TWO, address(3)));
        assertThat(three.next(START)).isEqualTo(new Start(ONE));
        three.failed(ONE, new ConnectException("refused"));
        assertThat(three.next(after(1))).isEqualTo(new Start(TWO));
        assertThat(three.next(after(1))).isEqualTo(await(250));
    }

    @Test
    void whenAllHaveFailedItGivesUpWithTheFirstFailure() {
        race.next(START);
        race.failed(ONE, new ConnectException("refused"));
        race.next(START);
        assertThat(race.next(START)).isEqualTo(new Await(Long.MAX_VALUE));
        race.failed(TWO, new IOException("unreachable"));
        assertThat(race.next(START))
                .isInstanceOfSatisfying(
                        GiveUp.class,
                        end -> assertThat(end.failure())
                                .isInstanceOf(ConnectException.class)
                                .hasMessage("connect to example.org:80: connect to 192.0.2.1:80: refused")
                                .satisfies(e -> assertThat(e.getSuppressed())
                                        .extracting(Throwable::getMessage)
                                        .containsExactly("connect to 192.0.2.2:80: unreachable")));
        assertThat(race.failures()).hasSize(2);
    }
}
