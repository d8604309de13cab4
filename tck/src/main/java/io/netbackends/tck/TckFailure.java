// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** Says that a backend does not behave as the contract asks: what happened, what the rule asks, and where to look. */
final class TckFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    TckFailure(TckCase failed, Throwable cause) {
        super(
                failed.name() + "\n  what happened: " + describe(cause) + "\n  rule " + failed.rule() + ": "
                        + failed.rule().text() + "\n  where to look: " + failed.hint() + "\n",
                cause);
    }

    private static String describe(Throwable cause) {
        return cause instanceof AssertionError && cause.getMessage() != null ? cause.getMessage() : cause.toString();
    }
}
