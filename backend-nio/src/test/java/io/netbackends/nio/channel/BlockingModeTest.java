// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.testsupport.Background;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The conditions under which a channel blocks. */
class BlockingModeTest {
    private static final boolean BOUNDED = true;
    private static final boolean UNBOUNDED = false;

    private ChannelPair pair;
    private Readiness readiness;
    private BlockingMode mode;

    @BeforeEach
    void connect() throws Exception {
        pair = ChannelPair.connected();
        readiness = new Readiness(pair.near());
        mode = new BlockingMode(readiness);
    }

    @AfterEach
    void close() throws Exception {
        readiness.close();
        pair.close();
    }

    @Test
    void channelBlocksUntilThereIsADeadline() throws Exception {
        assertThat(call(Direction.INPUT, UNBOUNDED)).isTrue();
        assertThat(call(Direction.OUTPUT, UNBOUNDED)).isTrue();
        assertThat(call(Direction.INPUT, BOUNDED)).isFalse();
        assertThat(pair.near().isBlocking()).isFalse();
    }

    @Test
    void channelBlocksAgainAfterManyCallsWithoutADeadlineInARow() throws Exception {
        call(Direction.OUTPUT, BOUNDED);
        for (int i = 0; i < BlockingMode.PATIENCE; i++) {
            assertThat(call(Direction.INPUT, UNBOUNDED)).isFalse();
        }
        assertThat(call(Direction.INPUT, UNBOUNDED)).isTrue();
        assertThat(pair.near().isBlocking()).isTrue();
    }

    @Test
    void anyDeadlineInBetweenKeepsItFromBlocking() throws Exception {
        for (int i = 0; i < 5; i++) {
            call(Direction.OUTPUT, BOUNDED);
            for (int j = 0; j < BlockingMode.PATIENCE; j++) {
                assertThat(call(Direction.INPUT, UNBOUNDED)).isFalse();
            }
        }
    }

    @Test
    void channelThatIsRegisteredCanBlockAgain() throws Exception {
        call(Direction.INPUT, BOUNDED);
        readiness.await(SelectionKey.OP_WRITE, "write");
        assertThat(pair.near().isRegistered()).isTrue();
        for (int i = 0; i < BlockingMode.PATIENCE; i++) {
            call(Direction.INPUT, UNBOUNDED);
        }
        assertThat(call(Direction.INPUT, UNBOUNDED)).isTrue();
        assertThat(pair.near().isRegistered()).isFalse();
    }

    @Test
    void isNotChangedWhileThereIsACallInTheOtherDirection() throws Exception {
        mode.enter(Direction.INPUT, UNBOUNDED);
        assertThat(call(Direction.OUTPUT, BOUNDED)).isTrue();
        mode.leave(Direction.INPUT);
        assertThat(call(Direction.OUTPUT, BOUNDED)).isFalse();

        mode.enter(Direction.INPUT, BOUNDED);
        for (int i = 0; i < 2 * BlockingMode.PATIENCE; i++) {
            assertThat(call(Direction.OUTPUT, UNBOUNDED)).isFalse();
        }
        mode.leave(Direction.INPUT);
    }

    @Test
    void readerUnderADeadlineWaitsAMomentForAWriterAndThenReadsWhileTheChannelBlocks() throws Exception {
        mode.enter(Direction.OUTPUT, UNBOUNDED);
        assertThat(call(Direction.INPUT, BOUNDED)).isTrue();
        mode.leave(Direction.OUTPUT);
        assertThat(call(Direction.INPUT, BOUNDED)).isFalse();
    }

    @Test
    void writerThatIsDoneLeavesTheChannelToAWaitingReader() throws Exception {
        boolean blocks = true;
        for (int i = 0; i < 1000 && blocks; i++) { // the reader waits a millisecond, which may be too short to be seen
            mode.enter(Direction.OUTPUT, UNBOUNDED);
            Background<Boolean> reader = Background.run(() -> call(Direction.INPUT, BOUNDED));
            boolean seen = false;
            while (reader.thread().isAlive() && !seen) {
                seen = reader.thread().getState() == Thread.State.TIMED_WAITING;
            }
            if (seen) {
                mode.leave(Direction.OUTPUT);
                assertThat(mode.enter(Direction.OUTPUT, UNBOUNDED))
                        .as("a writer that comes back at once, before the reader is awake")
                        .isEqualTo(pair.near().isBlocking());
            }
            blocks = reader.get();
            mode.leave(Direction.OUTPUT);
        }
        assertThat(blocks).isFalse();
    }

    @Test
    void callsInBothDirectionsFindTheChannelAsTheyWereToldUntilTheyEnd() throws Exception {
        Background<Integer> reader = Background.run(() -> deceivedCalls(Direction.INPUT, 1));
        int deceivedWriters = deceivedCalls(Direction.OUTPUT, 2);
        assertThat(reader.get() + deceivedWriters).isZero();
        assertThat(call(Direction.INPUT, BOUNDED)).isFalse();
    }

    /** Alternates calls under a deadline with the number of calls without one after which the channel blocks again. */
    private int deceivedCalls(Direction direction, int seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        int deceived = 0;
        for (int turn = 0; turn < 2000; turn++) {
            boolean bounded = turn % 2 == 0;
            for (int i = random.nextInt(3 * BlockingMode.PATIENCE); i >= 0; i--) {
                boolean blocks = mode.enter(direction, bounded);
                deceived += pair.near().isBlocking() == blocks ? 0 : 1;
                mode.leave(direction);
            }
        }
        return deceived;
    }

    @Test
    void closedChannelFailsEachCallAndEndsEachWait() throws Exception {
        readiness.close();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> mode.enter(Direction.INPUT, BOUNDED)).isInstanceOf(ClosedChannelException.class);
        }
        assertThat(call(Direction.OUTPUT, UNBOUNDED)).isTrue();
    }

    private boolean call(Direction direction, boolean bounded) throws Exception {
        boolean blocks = mode.enter(direction, bounded);
        mode.leave(direction);
        return blocks;
    }
}
