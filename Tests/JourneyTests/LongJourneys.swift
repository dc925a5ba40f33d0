import Testing

/// Journeys that take minutes each. One after the other: three whole platforms at once starve a small machine.
@Suite(.serialized) enum LongJourneys {}
