// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.CapturedLog;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Behaviour beyond the rules of Reactive Streams: bytes that are not lost, deadlines, and the state after a failure. */
class FlowTest {
    private static final class Collector implements Flow.Subscriber<ByteBuffer> {
        final List<Object> signals = new ArrayList<>();
        final List<Boolean> underDeadline = new ArrayList<>();
        Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            signals.add((int) bytes.get());
            underDeadline.add(Timeout.isActive());
        }

        @Override
        public void onError(Throwable failure) {
            signals.add(failure);
        }

        @Override
        public void onComplete() {
            signals.add("end");
        }
    }

    /** The waiting calls, in their order. */
    private final Queue<Runnable> calls = new ArrayDeque<>();

    private final CountedStream stream = new CountedStream(5, calls::add);
    private final Flow.Publisher<ByteBuffer> publisher = stream.readPublisher(1);
    private final Collector first = new Collector();
    private final Collector second = new Collector();

    @Test
    void nothingIsReadThatWasNotAskedFor() {
        publisher.subscribe(first);
        assertThat(calls).isEmpty();
        first.subscription.request(2);
        runAll();
        assertThat(first.signals).containsExactly(0, 1);
        first.subscription.request(Long.MAX_VALUE);
        runAll();
        assertThat(first.signals).containsExactly(0, 1, 2, 3, 4, "end");
    }

    @Test
    void cancelEndsTheReadAndTheNextSubscriberGoesOn() {
        publisher.subscribe(first);
        first.subscription.request(9);
        calls.remove().run();
        first.subscription.cancel();
        publisher.subscribe(second);
        second.subscription.request(Long.MAX_VALUE);
        runAll();
        assertThat(first.signals).containsExactly(0);
        assertThat(second.signals).containsExactly(1, 2, 3, 4, "end");
    }

    @Test
    void subscriberMayCancelAndSubscribeAnotherOneWhileItIsTold() {
        publisher.subscribe(new Flow.Subscriber<>() {
            private Flow.Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
                given.request(9);
            }

            @Override
            public void onNext(ByteBuffer bytes) {
                subscription.cancel();
                publisher.subscribe(second);
                second.subscription.request(1);
            }

            @Override
            public void onError(Throwable failure) {
                throw new AssertionError(failure);
            }

            @Override
            public void onComplete() {}
        });
        runAll();
        assertThat(second.signals).containsExactly(1);
    }

    @Test
    void whatAReadBroughtAtTheMomentOfACancelIsTheNextSubscribers() {
        CompletableFuture<byte[]> uncancellable = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                return false;
            }
        };
        Flow.Publisher<ByteBuffer> late = new AsyncForwardingNetworkStream(stream) {
            private boolean begun;

            @Override
            public CompletableFuture<byte[]> read(int maxBytes) {
                if (begun) {
                    return super.read(maxBytes);
                }
                begun = true;
                return uncancellable;
            }
        }.readPublisher(1);
        late.subscribe(first);
        first.subscription.request(1);
        first.subscription.cancel();
        late.subscribe(second);
        second.subscription.request(2);
        uncancellable.complete(new byte[] {42});
        runAll();
        assertThat(first.signals).isEmpty();
        assertThat(second.signals).containsExactly(42, 0);
    }

    @Test
    void nextSubscriberIsToldAfterTheOneThatIsBeingTold() {
        List<Object> order = new ArrayList<>();
        publisher.subscribe(new Flow.Subscriber<>() {
            private Flow.Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
                given.request(1);
            }

            @Override
            public void onNext(ByteBuffer bytes) {
                subscription.cancel();
                publisher.subscribe(second);
                second.subscription.request(1);
                runAll();
                order.addAll(second.signals);
                order.add((int) bytes.get());
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {}
        });
        runAll();
        order.addAll(second.signals);
        assertThat(order).containsExactly(0, 1);
    }

    @Test
    void anotherSubscriberAtTheSameTimeIsRefused() {
        publisher.subscribe(first);
        publisher.subscribe(second);
        second.subscription.request(1);
        assertThat(second.signals).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(calls).isEmpty();
    }

    @Test
    void subscriberThatThrowsHarmsOnlyItself() throws InterruptedException {
        publisher.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                given.request(1);
            }

            @Override
            public void onNext(ByteBuffer bytes) {
                throw new IllegalStateException("a subscriber that throws");
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {}
        });
        try (CapturedLog log = new CapturedLog(ReadPublisher.class)) {
            runAll();
            assertThat(log.next())
                    .endsWith("a subscriber threw an exception; its subscription ends: "
                            + "java.lang.IllegalStateException: a subscriber that throws");
        }
        publisher.subscribe(second);
        second.subscription.request(1);
        runAll();
        assertThat(second.signals).containsExactly(1);
    }

    @Test
    void subscriberIsToldUnderTheDeadlinesOfWhereItSubscribed() {
        try (Timeout timeout = Timeout.after(Duration.ofHours(1))) {
            publisher.subscribe(first);
        }
        first.subscription.request(1);
        runAll();
        assertThat(first.underDeadline).containsExactly(true);
        assertThat(Timeout.isActive()).isFalse();
    }

    @Test
    void buffersAreWrittenOneAfterAnother() {
        List<Long> asked = new ArrayList<>();
        CompletableFuture<Void> written = stream.writeAll(subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            private int given;

            @Override
            public void request(long elements) {
                asked.add(elements);
                if (++given <= 3) {
                    subscriber.onNext(ByteBuffer.allocate(given));
                } else {
                    subscriber.onComplete();
                }
            }

            @Override
            public void cancel() {}
        }));
        assertThat(asked).hasSize(1);
        calls.remove().run();
        assertThat(asked).hasSize(2);
        runAll();
        assertThat(written).isCompleted();
        assertThat(asked).containsExactly(1L, 1L, 1L, 1L);
    }

    @Test
    void failureOfThePublisherIsThatOfTheCall() {
        IllegalArgumentException failure = new IllegalArgumentException("no");
        try (SubmissionPublisher<ByteBuffer> source = new SubmissionPublisher<>(Runnable::run, 1)) {
            CompletableFuture<Void> written = stream.writeAll(source);
            source.submit(ByteBuffer.allocate(1));
            source.closeExceptionally(failure);
            assertThat(written).isNotDone(); // a write is under way
            runAll();
            assertThatThrownBy(written::join).hasCause(failure);
        }
    }

    @Test
    void cancelReachesThePublisherAndTheWrite() {
        try (SubmissionPublisher<ByteBuffer> source = new SubmissionPublisher<>(Runnable::run, 1)) {
            CompletableFuture<Void> waiting = stream.writeAll(source);
            assertThat(waiting.cancel(true)).isTrue();
            CompletableFuture<Void> writing = stream.writeAll(source);
            source.submit(ByteBuffer.allocate(1));
            assertThat(writing.thenRun(() -> {}).cancel(true)).isTrue();
            assertThatThrownBy(writing::join).isInstanceOf(CancellationException.class);
            source.submit(ByteBuffer.allocate(1)); // notices that they were collected
            assertThat(source.hasSubscribers()).isFalse();
        }
    }

    @Test
    void deadlineBoundsTheWaitForThePublisher() {
        Duration within = Duration.ofMillis(30);
        try (SubmissionPublisher<ByteBuffer> source = new SubmissionPublisher<>(Runnable::run, 1)) {
            long start = System.nanoTime();
            CompletableFuture<Void> written = Timeout.within(within, timeout -> stream.writeAll(source));
            assertThatThrownBy(() -> written.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(NetworkTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(within);
            assertThat(Timeout.within(Duration.ZERO, timeout -> stream.writeAll(source)))
                    .isCompletedExceptionally();
        }
    }

    @Test
    void noCallThrows() {
        assertThat(stream.writeAll(null)).isCompletedExceptionally();
        assertThat(stream.writeAll(subscriber -> {
                    throw new IllegalStateException("no");
                }))
                .isCompletedExceptionally();
    }

    private void runAll() {
        while (!calls.isEmpty()) {
            calls.remove().run();
        }
    }
}
