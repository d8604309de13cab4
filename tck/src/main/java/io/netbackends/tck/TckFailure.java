// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** Reports that a backend breaks the contract: what happened, the text of the rule, and where to look. */
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
