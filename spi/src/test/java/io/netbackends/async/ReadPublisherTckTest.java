// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;

/** Checks the publisher of reads against the rules of Reactive Streams, with reads that complete immediately. */
public class ReadPublisherTckTest extends FlowPublisherVerification<ByteBuffer> {
    private final Executor executor;

    public ReadPublisherTckTest() {
        this(Runnable::run);
    }

    ReadPublisherTckTest(Executor executor) {
        super(new TestEnvironment(500, 100));
        this.executor = executor;
    }

    @Override
    public Flow.Publisher<ByteBuffer> createFlowPublisher(long elements) {
        return new CountedStream(elements, executor).readPublisher(1);
    }

    /** A publisher that already has a subscriber. */
    @Override
    public Flow.Publisher<ByteBuffer> createFailedFlowPublisher() {
        Flow.Publisher<ByteBuffer> publisher = createFlowPublisher(1);
        publisher.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {}

            @Override
            public void onNext(ByteBuffer bytes) {}

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {}
        });
        return publisher;
    }
}
