using System.CommandLine;
using System.Data.Common;
using Muster.Engine.Tickets;
using Muster.Engine.Zones;
using Muster.Server;
using Muster.Storage;
using Muster.Storage.Sqlite;

namespace Muster.Cli.Commands.Store;

/// <summary>What is done to a data directory as a whole, by whoever keeps it (CONTRACT, "Command line").</summary>
internal static class StoreCommands
{
    public static IEnumerable<Command> All() =>
        [Verify(), Backup(), Restore(), Release(), Rebuild(), ExportCommand.Build()];

    public static Option<string> Data() => new("--data")
    {
        Description = "The data directory, as serve has it.",
        DefaultValueFactory = _ => ServeOptions.DefaultData,
    };

    private static Command Verify() => Of("verify", "Check all of a store, while serve goes on.", async data =>
    {
        try
        {
            var store = SqliteStore.OpenToRead(data);
            await using (store.ConfigureAwait(false))
                return await Verify(store).ConfigureAwait(false);
        }
        catch (StoreRefusedException refused) when (refused.IsDamage)
        {
            Console.Error.WriteLine($"muster: {refused.Message}");
            Say("not opened: 1 fault");
            return ExitCodes.No;
        }
    });

    private static async Task<int> Verify(SqliteStore store)
    {
        var faults = new List<string>();
        StreamFold? fold = null;
        try
        {
            fold = TicketFolding.Under(await ZoneBook.Policies(store).ConfigureAwait(false));
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // without them no row is checked, and what stands in a damaged file may break whatever reads it
            faults.Add($"the policies cannot be read: {broken.Message.ReplaceLineEndings(" ")}");
        }
        var report = await store.Verify(fold).ConfigureAwait(false);
        faults.AddRange(report.Faults);
        foreach (var fault in faults)
            Console.Error.WriteLine($"muster: {fault}");
        Say($"{report.Streams} streams, {report.Events} events, {report.AuditRecords} audit lines: "
            + (faults.Count switch { 0 => "sound", 1 => "1 fault", var many => $"{many} faults" }));
        return faults.Count == 0 ? ExitCodes.Done : ExitCodes.No;
    }

    private static Command Release() => Of("release", "Let a restored store tell people again.", async data =>
    {
        var store = SqliteStore.OpenExisting(data);
        await using (store.ConfigureAwait(false))
        {
            var wasHeld = await store.IsHeld().ConfigureAwait(false);
            await store.Release().ConfigureAwait(false);
            Say(wasHeld ? $"{data} is released" : $"{data} was not held");
            return ExitCodes.Done;
        }
    });

    private static Command Rebuild() => Of("rebuild", "Compute lists and search anew from the events.", async data =>
    {
        var store = SqliteStore.OpenExisting(data);
        await using (store.ConfigureAwait(false))
        {
            var book = await ZoneBook.Policies(store).ConfigureAwait(false);
            var streams = await store.Rebuild(TicketFolding.Under(book)).ConfigureAwait(false);
            Say($"{streams} streams rebuilt");
            return ExitCodes.Done;
        }
    });

    private static Command Backup()
    {
        var file = new Argument<string>("FILE") { Description = "A new file for the copy." };
        var data = Data();
        var command = new Command("backup", "Copy a store into one file, while serve goes on.") { file, data };
        command.SetAction(parsed =>
        {
            var (from, to) = (parsed.GetRequiredValue(data), parsed.GetRequiredValue(file));
            Guarded(from, () => SqliteStore.CopyTo(from, to));
            Say($"{to} has a copy of {from}, checked");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Restore()
    {
        var file = new Argument<string>("FILE") { Description = "The copy that backup made." };
        var data = Data();
        var erased = new Option<string?>("--erased")
        {
            Description = "The erased.jsonl of the store that was copied: what was erased since is erased again.",
        };
        var changed = new Option<bool>("--even-if-changed")
        {
            Description = "Take a copy in which something is not what was written, too.",
        };
        var command = new Command("restore", "Make a store of a copy; it tells nobody anything until released.")
        {
            file, data, erased, changed,
        };
        command.SetAction(parsed =>
        {
            var (from, to) = (parsed.GetRequiredValue(file), parsed.GetRequiredValue(data));
            Guarded(from, () => SqliteStore.Restore(
                from, to, parsed.GetValue(erased), parsed.GetValue(changed)));
            Say($"{to} is restored and held: muster release --data {to} lets it tell people again");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Of(string name, string description, Func<string, Task<int>> run)
    {
        var data = Data();
        var command = new Command(name, description) { data };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(data);
            return Guarded(folder, () => run(folder).GetAwaiter().GetResult());
        });
        return command;
    }

    private static void Guarded(string name, Action act) => Guarded(name, () =>
    {
        act();
        return 0;
    });

    public static T Guarded<T>(string name, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception refused) when (refused is StoreRefusedException or InvalidDataException)
        {
            throw new UsageFault(refused.Message);
        }
        catch (DbException fault)
        {
            throw new UsageFault($"{name} cannot be read: {fault.Message}; muster verify says what is damaged");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw FileFault.Of(name, fault);
        }
    }

    private static void Say(string line)
    {
        using var output = Terminal.OpenText("-");
        output.WriteLine(line);
    }
}
