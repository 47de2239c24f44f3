namespace Muster.Files.Import;

/// <summary>The bounds of an import. Rows and lines are held in memory, about 1 KB a row, until
/// they are sorted.</summary>
internal static class Limits
{
    /// <summary>A record, an XML node or a line of the source, and a line of a replay log (CONTRACT), in
    /// bytes.</summary>
    public const int Record = 1024 * 1024;

    /// <summary>Characters kept of one cell; longer ones are cut, and a note says so.</summary>
    public const int Cell = 20_000;

    public const int Rows = 4_000_000;

    /// <summary>Characters of different text kept over all cells (two bytes each).</summary>
    public const long Text = 1024L * 1024 * 1024;

    /// <summary>Bytes of the lines to be written.</summary>
    public const long Lines = 4L * 1024 * 1024 * 1024;

    /// <summary>Bytes of a mapping file.</summary>
    public const int Mapping = 1024 * 1024;

    /// <summary>Years that an instant may lie in: outside them a date was empty or misread.</summary>
    public const int FirstYear = 1970, LastYear = 2199;
}
