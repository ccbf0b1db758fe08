import { XPASS_PROPERTY } from '../readers/junit-case.ts';

/** Name under which pytest loads the plugin. */
export const PLUGIN_MODULE = 'seatrial_pytest_plugin';

/**
 * The text of a pytest plugin that puts into the JUnit XML what pytest leaves out: the words of markers, so that
 * `@pytest.mark.requirement("INT-07")` binds, and that a test passed although it is marked `xfail`.
 */
export function pytestPlugin(): string {
  return `"""Written by Seatrial: says in the JUnit XML what pytest leaves out."""
import pytest

# Their words are reasons and parameters, no ids.
BUILT_IN = {"parametrize", "skip", "skipif", "xfail", "usefixtures", "filterwarnings"}


def pytest_collection_modifyitems(items):
    for item in items:
        for mark in item.iter_markers():
            if mark.name in BUILT_IN:
                continue
            for word in (*mark.args, *mark.kwargs.values()):
                if isinstance(word, str):
                    item.user_properties.append((mark.name, word))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.when == "call" and report.passed and hasattr(report, "wasxfail"):
        item.user_properties.append(("${XPASS_PROPERTY}", str(report.wasxfail)))
`;
}
