using System.Collections.Immutable;
using NodaTime;

namespace Muster.Files.Policies;

/// <summary>The holidays that calendars take from files, read once and kept by the value that names the file.</summary>
internal sealed class Holidays(Func<string, string?> directoryOf, bool mayReadFiles = true)
{
    private readonly Dictionary<Node, ImmutableArray<LocalDate>> read = [];

    /// <summary>Reads the file that <paramref name="calendar"/> names, if it does.</summary>
    public void Load(MapNode calendar, Findings findings)
    {
        if (calendar.Text("holidaysFrom") is not { } file || read.ContainsKey(file))
            return;
        if (!mayReadFiles)
        {
            findings.Fault(file.Place, "a policy from elsewhere reads no file here: write the dates into holidays");
            read[file] = [];
            return;
        }
        var directory = directoryOf(file.Place.File) ?? Directory.GetCurrentDirectory();
        var (dates, fault) = HolidayFile.Read(Path.Combine(directory, file.Text));
        if (fault is not null)
            findings.Fault(file.Place, $"no holidays from '{file.Text}': {fault}");
        read[file] = dates;
    }

    public ImmutableArray<LocalDate> From(MapNode calendar) =>
        calendar.Find("holidaysFrom") is { } file && read.TryGetValue(file, out var dates) ? dates : [];
}
