using Parquet;
using Parquet.Schema;

namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>Writes a table as Apache Parquet: numbers as doubles, words as strings, what is not known as null; a row group for so many
/// rows that a long run needs no more memory than a short one.</summary>
public static class ParquetTable
{
    private const int RowsInGroup = 20_000;

    /// <returns>Rows written.</returns>
    public static async Task<long> WriteAsync(RecordTable table, Stream to, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(table);
        DataField[] fields =
        [
            .. table.Columns.Select((column, i) => table.IsText[i]
                ? (DataField)new DataField<string>(column, nullable: true)
                : new DataField<double?>(column)),
        ];
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd };
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), to, options, cancellationToken: cancel);
        var written = 0L;
        foreach (var rows in table.Rows().Select(row => row.Fields).Chunk(RowsInGroup))
        {
            using var group = writer.CreateRowGroup();
            for (var i = 0; i < fields.Length; i++)
            {
                if (table.IsText[i])
                {
                    await group.WriteAsync(fields[i], rows.Select(row => row[i].Length == 0 ? null! : row[i]).ToList());
                    continue;
                }

                var numbers = rows.Select(row => RecordTable.NumberOf(row[i])).ToArray();
                await group.WriteAsync<double>(fields[i], numbers, cancellationToken: cancel);
            }

            group.CompleteValidate();
            written += rows.Length;
        }

        return written;
    }
}
