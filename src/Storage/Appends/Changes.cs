using Muster.Core.Tickets;

namespace Muster.Storage;

/// <summary>
/// The name leads to the stream from now on. Names are compared without case; one that leads elsewhere already refuses
/// the batch (<see cref="AppendResult.NameTaken"/>), one that leads here already is no change.
/// </summary>
public sealed record NameClaim(string Name, StreamId Stream);

/// <summary>
/// The two are linked, or no longer. The other direction of parents, blocks and relates is written with it, so a link
/// is said once, from either side. The other one need not be known to the store.
/// </summary>
public sealed record LinkChange(StreamId From, LinkKind Kind, StreamId To, bool Removed = false);

/// <summary>Adds to a counter; one that nobody has added to is 0.</summary>
public sealed record CounterChange(string Name, long Add);

/// <summary>
/// Takes away the personal text beside one event. What stands in for it afterwards, names made unrecognisable, may be
/// empty. The words of search and the stream's snapshot go with it; a new row and a new snapshot are the batch's to
/// give.
/// </summary>
/// <param name="StandIn">Empty for nothing.</param>
public sealed record Erasure(StreamId Stream, long Version, ReadOnlyMemory<byte> StandIn);

/// <summary>A link as read from one end.</summary>
/// <param name="ToIsOpen">The other end is a ticket in the view, and open.</param>
public sealed record StoredLink(StreamId From, LinkKind Kind, StreamId To, bool ToIsOpen);
