// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowSubscriberWhiteboxVerification;

/** Checks the writing subscriber against the rules of Reactive Streams. */
public class PublishedWriteTckTest extends FlowSubscriberWhiteboxVerification<ByteBuffer> {
    public PublishedWriteTckTest() {
        super(new TestEnvironment(500, 100));
    }

    /** The writer, which reports its signals to the kit. */
    private record Probed(PublishedWrite write, WhiteboxSubscriberProbe<ByteBuffer> probe)
            implements Flow.Subscriber<ByteBuffer> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            write.onSubscribe(subscription);
            probe.registerOnSubscribe(new SubscriberPuppet() {
                @Override
                public void triggerRequest(long elements) {
                    // The writer requests the next element as soon as it has written one.
                }

                @Override
                public void signalCancel() {
                    write.cancel(true);
                }
            });
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            write.onNext(bytes);
            probe.registerOnNext(bytes);
        }

        @Override
        public void onError(Throwable failure) {
            write.onError(failure);
            probe.registerOnError(failure);
        }

        @Override
        public void onComplete() {
            write.onComplete();
            probe.registerOnComplete();
        }
    }

    @Override
    protected Flow.Subscriber<ByteBuffer> createFlowSubscriber(WhiteboxSubscriberProbe<ByteBuffer> probe) {
        return new Probed(new PublishedWrite(new CountedStream(0, Runnable::run)), probe);
    }

    @Override
    public ByteBuffer createElement(int element) {
        return ByteBuffer.wrap(new byte[] {(byte) element});
    }
}
