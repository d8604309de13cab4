// SPDX-License-Identifier: Apache-2.0
package io.netbackends.httpclient5;

import io.netbackends.Timeout;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.LeaseRequest;

/** A wait for a connection of the pool that ends at the deadlines of the waiting thread. */
final class DeadlineLease implements LeaseRequest {
    private final LeaseRequest delegate;

    DeadlineLease(LeaseRequest delegate) {
        this.delegate = delegate;
    }

    @Override
    public ConnectionEndpoint get(org.apache.hc.core5.util.Timeout timeout)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (!Timeout.isActive()) {
            return delegate.get(timeout); // may block
        }
        long millis = Math.max(1, Timeout.remainingNanos() / 1_000_000); // zero would be no limit
        boolean own = timeout.isEnabled() && timeout.toMilliseconds() <= millis;
        return delegate.get(own ? timeout : org.apache.hc.core5.util.Timeout.ofMilliseconds(millis)); // may block
    }

    @Override
    public boolean cancel() {
        return delegate.cancel();
    }
}
