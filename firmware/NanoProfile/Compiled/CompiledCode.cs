using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace MultiAgentEdge.NanoProfile;

/// <summary>Sizes that a board's assembly format cannot hold, read from the compiled IL; rules NANO401 to NANO404; and the sign traps of
/// <see cref="SignFlow"/>.</summary>
public static class CompiledCode
{
    /// <summary>Bytes of bytecode, or of array data and signatures, in one assembly: offsets have 16 bits.</summary>
    public const int TableBytes = 65536;

    /// <summary>Locals in one method.</summary>
    public const int Locals = 250;

    /// <summary>Reach of a branch in bytes of bytecode.</summary>
    public const int BranchBytes = 32767;

    /// <summary>Checks a compiled assembly; findings point to the method (or to the largest one) by its symbols.</summary>
    /// <param name="isPart">No assembly of a board: its size is not checked.</param>
    public static void Check(byte[] image, byte[] symbols, FindingList findings, bool isPart = false)
    {
        using var pe = new PEReader(ImmutableArray.Create(image));
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbImage(ImmutableArray.Create(symbols));
        MetadataReader metadata = pe.GetMetadataReader();
        MetadataReader pdb = provider.GetMetadataReader();
        int totalBytes = 0, largestBytes = 0;
        MethodDefinitionHandle largest = default;
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0) { continue; }
            MethodBodyBlock body = pe.GetMethodBody(method.RelativeVirtualAddress);
            ByteCode code = ByteCode.Measure(body);
            totalBytes += code.Bytes;
            if (code.Bytes > largestBytes) { (largestBytes, largest) = (code.Bytes, handle); }
            foreach ((int offset,
                string what) in SignFlow.Find(
                    metadata, method, body)) { Add(findings, Rules.CastReinterpreted, pdb, handle, what, offset); }
            string name = metadata.GetString(method.Name);
            int locals = LocalCount(metadata, body);
            if (locals > Locals) { Add(findings, Rules.LocalCount, pdb, handle, $"{name} has {locals} locals"); }
            if (code.LongestBranchBytes
                > BranchBytes) { Add(findings, Rules.BranchBytes, pdb, handle, $"{name} branches over {code.LongestBranchBytes} bytes"); }
        }

        if (isPart) { return; }
        if (totalBytes
            >= TableBytes) { Add(
                findings, Rules.ByteCodeBytes, pdb, largest, $"the assembly has {totalBytes} bytes, this method the most"); }
        int dataBytes = InitialiserBytes(metadata) + metadata.GetHeapSize(HeapIndex.Blob);
        if (dataBytes
            >= TableBytes) { Add(
                findings, Rules.DataBytes, pdb, LargestInitialiserUser(pe, metadata, largest), $"the assembly has {dataBytes} bytes"); }
    }

    private static int LocalCount(MetadataReader metadata, MethodBodyBlock body)
    {
        if (body.LocalSignature.IsNil) { return 0; }
        BlobReader signature = metadata.GetBlobReader(metadata.GetStandaloneSignature(body.LocalSignature).Signature);
        signature.ReadSignatureHeader();
        return signature.ReadCompressedInteger();
    }

    private static int InitialiserBytes(MetadataReader metadata) =>
        metadata.FieldDefinitions.Sum(handle => InitialiserBytes(metadata, handle));

    private static int InitialiserBytes(MetadataReader metadata, FieldDefinitionHandle handle)
    {
        FieldDefinition field = metadata.GetFieldDefinition(handle);
        if (field.GetRelativeVirtualAddress() == 0) { return 0; }
        BlobReader signature = metadata.GetBlobReader(field.Signature);
        signature.ReadSignatureHeader();
        SignatureTypeCode type = signature.ReadSignatureTypeCode();
        if (type != SignatureTypeCode.TypeHandle) { return sizeof(long); }
        EntityHandle data = signature.ReadTypeHandle();
        return data.Kind == HandleKind.TypeDefinition ? metadata.GetTypeDefinition((TypeDefinitionHandle)data).GetLayout().Size : 0;
    }

    /// <summary>The method that loads the largest initialiser: where to start cutting.</summary>
    private static MethodDefinitionHandle LargestInitialiserUser(PEReader pe, MetadataReader metadata, MethodDefinitionHandle otherwise)
    {
        FieldDefinitionHandle largest = metadata.FieldDefinitions
            .OrderByDescending(handle => InitialiserBytes(metadata, handle))
            .FirstOrDefault();
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            int address = metadata.GetMethodDefinition(handle).RelativeVirtualAddress;
            if (address != 0 && ByteCode.LoadsToken(pe.GetMethodBody(address), MetadataTokens.GetToken(largest))) { return handle; }
        }

        return otherwise;
    }

    private static void Add(FindingList findings, Rule rule, MetadataReader pdb, MethodDefinitionHandle handle, string what, int offset = 0)
    {
        // The last visible sequence point at or before the offset is the statement.
        SequencePoint? statement = handle.IsNil ? null : pdb.GetMethodDebugInformation(handle).GetSequencePoints()
            .Where(point => !point.IsHidden).OrderBy(point => point.Offset > offset).ThenBy(point => Math.Abs(point.Offset - offset))
            .Select(point => (SequencePoint?)point).FirstOrDefault();
        if (statement is { } at) { findings.Add(
            rule, pdb.GetString(pdb.GetDocument(at.Document).Name), at.StartLine, at.StartColumn, what); }
        else { findings.Add(rule, "board assembly", 1, 1, what); }
    }
}
