enum ChunkerFault: String, PlantedFault {
    case textThatIsNotAtItsSpan = "a chunk should be the content at its span"
    case spanBeyondTheContent = "three pages: a chunk should be the content at its span"
    case losesAWord = "every word should stand in a chunk"
    case chunkOfBlanks = "a chunk should have text"
    case unordered = "chunks should be in order"
    case misnumbered = "chunks should be numbered from 0"
    case wrongPages = "a chunk should name the pages that it stands on"
    case noRegions = "a chunk should have a region on each of its pages, and of its own text"
    case regionOfAnother = "three pages: a chunk should have a region on each of its pages, and of its own text"
    case changesItsMind = "chunking should be repeatable"
    case throwsItsOwnError = "a line: it should throw nothing, and throws ForeignError, which is no ExtractionError"
    case hasNoName = "its identity should have an id and a version"
}
